import { Injectable } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { finalize, Observable } from 'rxjs';
import type { z } from 'zod';
import type { Caller } from '../../platform/auth/caller.js';
import { OpenStreams } from '../../platform/auth/open-streams.js';
import { Clock, type Timer } from '../../platform/clock/clock.js';
import { Presence } from '../../platform/events/presence.js';
import { EventFeed } from './event-feed.js';
import { readableNouns } from './readable-kinds.rules.js';
import type { EventView, WatchInput } from './timeline.dto.js';

const HEARTBEAT_MS = 15_000;
export const WATCH_RIGHT = 'timeline.read';
export const HEARTBEAT = Symbol('heartbeat');
/** Comes first: from here on the device is called by this stream. */
export const OPENED = Symbol('opened');
export type Told = EventView | typeof HEARTBEAT | typeof OPENED;

/** What either wire sends: that it stands, then the news, and now and then a sign of life. */
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

  open(input: z.output<typeof WatchInput>, caller: Caller): Observable<Told> {
    return new Observable<Told>((out) => {
      const { after, teamIds, incidentId } = input;
      const { userId, deviceId } = caller;
      const leave = this.streams.enter({ caller, right: WATCH_RIGHT, end: (reason) => out.error(reason) });
      this.count(deviceId, 1);
      let timer: Timer | undefined;
      const beat = (): void => {
        timer = this.clock.after(HEARTBEAT_MS, () => {
          out.next(HEARTBEAT);
          void this.seen(deviceId);
          beat();
        });
      };
      // Whoever sees the stream open may be rung in that very moment: it is written down that they are there before.
      const standing = async (): Promise<void> => {
        await this.seen(deviceId);
        if (out.closed) return;
        out.next(OPENED);
        beat();
      };
      const news = this.feed
        .watch({ userId, teamIds, incidentId, nouns: readableNouns(caller) }, after, standing)
        .subscribe(out);
      return () => {
        leave();
        news.unsubscribe();
        timer?.cancel();
      };
    }).pipe(finalize(() => this.left(caller.deviceId)));
  }

  private async seen(deviceId: string | undefined): Promise<void> {
    if (deviceId !== undefined) await this.presence.seen(deviceId, this.clock.now());
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
