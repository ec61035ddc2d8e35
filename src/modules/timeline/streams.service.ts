import { Injectable } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { finalize, Observable, type Subscriber } from 'rxjs';
import type { z } from 'zod';
import type { Caller } from '../../platform/auth/caller.js';
import { Clock, type Timer } from '../../platform/clock/clock.js';
import { Presence } from '../../platform/events/presence.js';
import { EventFeed } from './event-feed.js';
import type { EventView, WatchInput } from './timeline.dto.js';

const HEARTBEAT_MS = 15_000;
export const HEARTBEAT = Symbol('heartbeat');

/** What either wire sends: the news, and now and then a sign of life. */
@Injectable()
export class StreamsService {
  constructor(
    private readonly feed: EventFeed,
    private readonly clock: Clock,
    private readonly modules: ModuleRef,
  ) {}

  open(input: z.output<typeof WatchInput>, caller: Caller): Observable<EventView | typeof HEARTBEAT> {
    return new Observable<EventView | typeof HEARTBEAT>((out) => {
      const { after, teamIds, incidentId } = input;
      const news = this.feed.watch({ userId: caller.userId, teamIds, incidentId }, after).subscribe(out);
      const life = this.beat(out, caller.deviceId);
      return () => {
        news.unsubscribe();
        life.stop();
      };
    }).pipe(finalize(() => this.left(caller.deviceId)));
  }

  private beat(
    out: Subscriber<EventView | typeof HEARTBEAT>,
    deviceId: string | undefined,
  ): { stop(): void } {
    let timer: Timer | undefined;
    const next = (): void => {
      if (deviceId !== undefined) this.presence.seen(deviceId, this.clock.now());
      timer = this.clock.after(HEARTBEAT_MS, () => {
        out.next(HEARTBEAT);
        next();
      });
    };
    next();
    return { stop: () => timer?.cancel() };
  }

  private left(deviceId: string | undefined): void {
    if (deviceId !== undefined) this.presence.gone(deviceId, this.clock.now());
  }

  /** Bound by `devices`, which this module does not know. */
  private get presence(): Presence {
    return this.modules.get<Presence>(Presence, { strict: false });
  }
}
