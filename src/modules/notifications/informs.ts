import { Injectable } from '@nestjs/common';
import { EventLog } from '../../platform/events/event-log.js';
import type { Locale } from '../../platform/wire/schemas.js';
import { AddressesService } from '../devices/index.js';
import { PeopleQueries } from '../people/index.js';
import { NotifierInstances } from './notifier-instances.js';
import { LANES, Outbox, type OutboxEntry } from './outbox.js';
import { informText, type InformWords } from './texts.js';

const WORTH_SENDING_MS = 15 * 60_000;

export interface Inform {
  /** Says it once, however often it is asked for. */
  readonly key: string;
  readonly userIds: readonly string[];
  readonly words: InformWords;
  /** A place in console and app, such as `/escalations/<id>`. */
  readonly link: string;
  readonly teamIds: readonly string[];
  readonly escalationId?: string | undefined;
  /** What is still true tomorrow: also to those whose app is told. */
  readonly alsoByMail?: boolean;
}

/** News for people, in their language: by the open app at once, by push where there is one. It never rings. */
@Injectable()
export class Informs {
  constructor(
    private readonly people: PeopleQueries,
    private readonly addresses: AddressesService,
    private readonly instances: NotifierInstances,
    private readonly outbox: Outbox,
    private readonly events: EventLog,
  ) {}

  async send(inform: Inform, now: Date): Promise<void> {
    if (inform.userIds.length === 0) return;
    const [users, devices] = await Promise.all([
      this.people.usersByIds(inform.userIds),
      this.addresses.devicesOf(inform.userIds, now),
    ]);
    const localeOf = (userId: string): Locale => users.get(userId)?.locale ?? 'en';
    await this.events.append(
      inform.userIds.map((userId) => ({
        kind: 'inform.sent',
        at: now,
        teamIds: inform.teamIds,
        audience: [userId],
        userId,
        escalationId: inform.escalationId,
        params: {
          ...informText(inform.words, localeOf(userId)),
          about: inform.words.about,
          link: inform.link,
        },
      })),
    );
    const entries = devices.flatMap((device) =>
      device.addresses
        .filter((address) => this.instances.get(address.notifier)?.plugin.messages.includes('inform'))
        .map((address): OutboxEntry => ({
          key: `${inform.key}/${device.deviceId}/${address.notifier}`,
          lane: LANES.inform,
          instance: address.notifier,
          target: address.target,
          message: {
            kind: 'inform',
            ...informText(inform.words, localeOf(device.userId)),
            link: inform.link,
          },
          userId: device.userId,
          teamId: inform.teamIds[0],
          deviceId: device.deviceId,
          addressId: address.addressId,
          notBefore: now,
          expiresAt: new Date(now.getTime() + WORTH_SENDING_MS),
        })),
    );
    // An open app hears it by its stream; one that nothing can be sent to hears nothing.
    const told = new Set([
      ...entries.map(({ userId }) => userId),
      ...devices.flatMap(({ userId, connected }) => (connected ? userId : [])),
    ]);
    const mails = await this.mails(
      inform,
      inform.userIds.filter((userId) => inform.alsoByMail === true || !told.has(userId)),
      localeOf,
      now,
    );
    await this.outbox.put([...entries, ...mails], now);
  }

  /** Whose app cannot be told is written to, where an address of theirs is proved and somebody brings it. */
  private async mails(
    { key, words, link }: Inform,
    userIds: readonly string[],
    localeOf: (userId: string) => Locale,
    now: Date,
  ): Promise<readonly OutboxEntry[]> {
    const able = this.instances.thatSend('inform');
    if (userIds.length === 0 || able.length === 0) return [];
    const methods = await this.people.contactMethodsOf(userIds);
    return userIds.flatMap((userId): readonly OutboxEntry[] => {
      const mail = methods.get(userId)?.find(({ kind, verified }) => kind === 'email' && verified);
      const target = mail && { address: mail.target };
      const instance = target && able.find(({ plugin }) => plugin.target.safeParse(target).success);
      if (!instance) return [];
      return [
        {
          key: `${key}/${userId}/mail`,
          lane: LANES.inform,
          instance: instance.name,
          target,
          message: { kind: 'inform', ...informText(words, localeOf(userId)), link },
          userId,
          notBefore: now,
          expiresAt: new Date(now.getTime() + WORTH_SENDING_MS),
        },
      ];
    });
  }
}
