import { Injectable } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { finalize, Observable, type Subscriber } from 'rxjs';
import type { z } from 'zod';
import type { Caller } from '../../platform/auth/caller.js';
import { OpenStreams } from '../../platform/auth/open-streams.js';
import { Clock, type Timer } from '../../platform/clock/clock.js';
import { Presence } from '../../platform/events/presence.js';
import { EventFeed } from './event-feed.js';
import type { EventView, WatchInput } from './timeline.dto.js';

const HEARTBEAT_MS = 15_000;
export const WATCH_RIGHT = 'timeline.read';
export const HEARTBEAT = Symbol('heartbeat');

/** What either wire sends: the news, and now and then a sign of life. */
@Injectable()
export class StreamsService {
  /** A device that comes back before its old line is known to be dead has two for a while. */
  private readonly linesOf = new Map<string, number>();

  constructor(
    private readonly feed: EventFeed,
    private readonly clock: Clock,
    private readonly modules: ModuleRef,
    private readonly streams: OpenStreams,
  ) {}

  open(input: z.output<typeof WatchInput>, caller: Caller): Observable<EventView | typeof HEARTBEAT> {
    return new Observable<EventView | typeof HEARTBEAT>((out) => {
      const { after, teamIds, incidentId } = input;
      const leave = this.streams.enter({ caller, right: WATCH_RIGHT, end: (reason) => out.error(reason) });
      const news = this.feed.watch({ userId: caller.userId, teamIds, incidentId }, after).subscribe(out);
      this.count(caller.deviceId, 1);
      const life = this.beat(out, caller.deviceId);
      return () => {
        leave();
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
    if (deviceId !== undefined && this.count(deviceId, -1) === 0)
      this.presence.gone(deviceId, this.clock.now());
  }

  private count(deviceId: string | undefined, change: 1 | -1): number {
    if (deviceId === undefined) return 0;
    const lines = (this.linesOf.get(deviceId) ?? 0) + change;
    if (lines > 0) this.linesOf.set(deviceId, lines);
    else this.linesOf.delete(deviceId);
    return Math.max(0, lines);
  }

  /** Bound by `devices`, which this module does not know. */
  private get presence(): Presence {
    return this.modules.get<Presence>(Presence, { strict: false });
  }
}
