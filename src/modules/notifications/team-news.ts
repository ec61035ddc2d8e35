import { Injectable } from '@nestjs/common';
import { PeopleQueries } from '../people/index.js';
import { NotifierInstances } from './notifier-instances.js';
import { LANES, Outbox, type OutboxEntry } from './outbox.js';
import type { TeamNewsKind } from './team-channels.dto.js';
import { TeamChannels } from './team-channels.service.js';
import { newsText, type NewsWords } from './texts.js';

/** Later than that it is no news. */
const WORTH_SENDING_MS = 60 * 60_000;

export interface TeamNews {
  /** Says it once, however often it is asked for. */
  readonly key: string;
  readonly teamId: string;
  readonly kind: TeamNewsKind;
  readonly words: Omit<NewsWords, 'team' | 'kind'>;
  /** A place in the console, such as `/escalations/<id>`. */
  readonly link: string;
}

/** Tells the rooms of a team what becomes of its escalations and incidents. It rings nobody, and waits for no ring. */
@Injectable()
export class TeamNewsService {
  constructor(
    private readonly channels: TeamChannels,
    private readonly instances: NotifierInstances,
    private readonly people: PeopleQueries,
    private readonly outbox: Outbox,
  ) {}

  /** Joins the transaction that runs. */
  async tell(news: TeamNews, now: Date): Promise<void> {
    const channels = (await this.channels.of(news.teamId)).filter(
      (channel) => channel.news.includes(news.kind) && this.instances.get(channel.notifier),
    );
    if (channels.length === 0) return;
    const team = (await this.people.teamsByIds([news.teamId])).get(news.teamId)?.name ?? '';
    await this.outbox.put(
      channels.map(({ channelId, notifier, locale }): OutboxEntry => ({
        key: `${news.key}/${channelId}`,
        lane: LANES.inform,
        instance: notifier,
        // Its address is opened when it leaves.
        target: { teamChannel: channelId },
        addressId: channelId,
        teamId: news.teamId,
        message: {
          kind: 'inform',
          ...newsText({ ...news.words, kind: news.kind, team }, locale),
          link: news.link,
        },
        notBefore: now,
        expiresAt: new Date(now.getTime() + WORTH_SENDING_MS),
      })),
      now,
    );
  }
}
