import { Module, type OnApplicationBootstrap } from '@nestjs/common';
import { OpenStreams } from '../../platform/auth/open-streams.js';
import { Loops } from '../../platform/clock/loop.js';
import { PeopleModule } from '../people/index.js';
import { EventFeed } from './event-feed.js';
import { StreamsService } from './streams.service.js';
import { TimelineController } from './timeline.controller.js';
import { TimelineQueries } from './timeline.queries.js';

const LOOK_EVERY_MS = 1_000;
/** What ends by itself (an expiry), or whose news is late, is found this soon. */
const ASK_EVERY_MS = 1_500;

/** `Presence` is bound by `devices`, which is global. */
@Module({
  imports: [PeopleModule],
  controllers: [TimelineController],
  providers: [EventFeed, StreamsService, TimelineQueries],
  exports: [EventFeed],
})
export class TimelineModule implements OnApplicationBootstrap {
  constructor(
    private readonly loops: Loops,
    private readonly feed: EventFeed,
    private readonly streams: OpenStreams,
  ) {}

  onApplicationBootstrap(): void {
    this.loops.start({
      name: 'event-feed',
      topics: ['numbered'],
      pollMs: LOOK_EVERY_MS,
      tick: () => this.feed.tick(),
    });
    this.loops.start({
      name: 'open-streams',
      topics: [],
      pollMs: ASK_EVERY_MS,
      // Whoever was ended is gone: there is no more to do at once.
      tick: async () => {
        await this.streams.look();
        return 0;
      },
    });
  }
}
