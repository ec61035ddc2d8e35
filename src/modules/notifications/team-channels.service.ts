import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { AuditTrail } from '../../platform/auth/audit-trail.js';
import { Authority } from '../../platform/auth/authority.js';
import type { Caller } from '../../platform/auth/caller.js';
import { SecretBox } from '../../platform/auth/secret-box.js';
import { Clock } from '../../platform/clock/clock.js';
import { newId } from '../../platform/database/new-id.js';
import { Transaction } from '../../platform/database/transaction.js';
import { ChangedMeanwhile } from '../../platform/errors/changed-meanwhile.js';
import { InvalidInput } from '../../platform/errors/invalid-input.js';
import type { Locale } from '../../platform/wire/schemas.js';
import { PeopleQueries } from '../people/index.js';
import { TeamChannelUnknown } from './notifications.errors.js';
import { NotifierInstances } from './notifier-instances.js';
import type * as dto from './team-channels.dto.js';

const FRESH_MS = 2_000;
const A_DAY_MS = 24 * 60 * 60_000;

export interface KnownChannel {
  readonly channelId: string;
  readonly teamId: string;
  readonly notifier: string;
  readonly news: readonly dto.TeamNewsKind[];
  readonly locale: Locale;
}

interface Row {
  readonly id: string;
  readonly team_id: string;
  readonly name: string;
  readonly notifier: string;
  readonly news: dto.TeamNewsKind[];
  readonly locale: Locale;
  readonly paused: boolean;
  readonly version: number;
  readonly created_at: Date;
  readonly sent: number;
  readonly failed: number;
  readonly last_failure: string | null;
}

/** The rooms of teams. Their addresses are kept sealed: whoever knows one can write there. */
@Injectable()
export class TeamChannels {
  private held: { readonly atMs: number; readonly channels: readonly KnownChannel[] } | undefined;

  constructor(
    private readonly transaction: Transaction,
    private readonly instances: NotifierInstances,
    private readonly people: PeopleQueries,
    private readonly authority: Authority,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
    private readonly box: SecretBox,
  ) {}

  async list(teamId: string, caller: Caller): Promise<z.output<typeof dto.TeamChannelList>> {
    await this.people.team(teamId);
    this.authority.require(caller, 'teams.manage', teamId);
    return { channels: await this.views(teamId) };
  }

  /** @throws InvalidInput where there is no such notifier for rooms, or its plugin does not take the target */
  async create(
    input: z.output<typeof dto.CreateTeamChannelInput>,
    caller: Caller,
  ): Promise<dto.TeamChannelView> {
    await this.people.team(input.teamId);
    this.authority.require(caller, 'teams.manage', input.teamId);
    const plugin = this.instances.get(input.notifier)?.plugin;
    const able = plugin && plugin.address !== 'device' && plugin.messages.includes('inform');
    if (!able) throw new InvalidInput(`${input.notifier} is no notifier that brings news`);
    const target = plugin.target.safeParse(input.target);
    if (!target.success)
      throw new InvalidInput(
        target.error.issues.map(({ path, message }) => `target.${path.join('.')}: ${message}`).join('; '),
      );
    const id = newId();
    await this.transaction.query(
      `insert into team_channels (id, team_id, name, notifier, target_sealed, news, locale, created_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        id,
        input.teamId,
        input.name,
        input.notifier,
        this.box.seal(JSON.stringify(input.target), channelContext(id)),
        [...new Set(input.news)],
        input.locale,
        this.clock.now(),
      ],
    );
    const view = await this.view(input.teamId, id);
    this.audit.note({ targetId: id, targetName: input.name, after: view });
    this.forgetAfterCommit();
    return view;
  }

  /** @throws TeamChannelUnknown, ChangedMeanwhile */
  async update(
    input: z.output<typeof dto.UpdateTeamChannelInput>,
    caller: Caller,
  ): Promise<dto.TeamChannelView> {
    const { teamId, channelId, version } = input;
    await this.people.team(teamId);
    this.authority.require(caller, 'teams.manage', teamId);
    const before = await this.view(teamId, channelId);
    ChangedMeanwhile.unlessSame(version, before.version);
    const { name = before.name, news = before.news, locale = before.locale, paused = before.paused } = input;
    const changed = await this.transaction.query(
      `update team_channels set name = $4, news = $5, locale = $6, paused = $7, version = version + 1
       where id = $1 and team_id = $2 and version = $3 and deleted_at is null returning 1 as one`,
      [channelId, teamId, version, name, [...new Set(news)], locale, paused],
    );
    // Somebody was faster, between the look and this.
    if (changed.length === 0) ChangedMeanwhile.unlessSame(version, version + 1);
    const after = await this.view(teamId, channelId);
    this.audit.note({ targetId: channelId, targetName: after.name, before, after });
    this.forgetAfterCommit();
    return after;
  }

  /** @throws TeamChannelUnknown */
  async remove({ teamId, channelId }: z.output<typeof dto.TeamChannelRef>, caller: Caller): Promise<object> {
    this.authority.require(caller, 'teams.manage', teamId);
    const before = await this.view(teamId, channelId);
    const ended = await this.transaction.query(
      `update team_channels set deleted_at = $3 where id = $1 and team_id = $2 and deleted_at is null returning id`,
      [channelId, teamId, this.clock.now()],
    );
    if (ended.length === 0) throw new TeamChannelUnknown('This team has no such channel', { channelId });
    this.audit.note({ targetId: channelId, targetName: before.name, before });
    this.forgetAfterCommit();
    return {};
  }

  /** Asked with each decision, hence kept for two seconds. */
  async of(teamId: string): Promise<readonly KnownChannel[]> {
    const nowMs = this.clock.nowMs();
    if (!this.held || nowMs < this.held.atMs || nowMs - this.held.atMs >= FRESH_MS) {
      const rows = await this.transaction.query<Row>(
        `select id, team_id, notifier, news, locale from team_channels
         where deleted_at is null and not paused order by id`,
        [],
        'ring',
      );
      const channels = rows.map(({ id, team_id, notifier, news, locale }) => ({
        channelId: id,
        teamId: team_id,
        notifier,
        news,
        locale,
      }));
      this.held = { atMs: nowMs, channels };
    }
    return this.held.channels.filter((channel) => channel.teamId === teamId);
  }

  /** Opened when a message leaves. Undefined: the channel was removed meanwhile. */
  async targetOf(channelId: string): Promise<unknown> {
    const [row] = await this.transaction.query<{ target_sealed: string }>(
      `select target_sealed from team_channels where id = $1 and deleted_at is null`,
      [channelId],
      'ring',
    );
    return row && (JSON.parse(this.box.open(row.target_sealed, channelContext(channelId))) as unknown);
  }

  private async view(teamId: string, channelId: string): Promise<dto.TeamChannelView> {
    const view = (await this.views(teamId)).find((one) => one.channelId === channelId);
    if (!view) throw new TeamChannelUnknown('This team has no such channel', { channelId });
    return view;
  }

  private async views(teamId: string): Promise<dto.TeamChannelView[]> {
    const rows = await this.transaction.query<Row>(
      `select c.id, c.team_id, c.name, c.notifier, c.news, c.locale, c.paused, c.version, c.created_at,
         count(*) filter (where o.state = 'done')::int as sent, count(*) filter (where o.state = 'failed')::int as failed,
         (array_agg(o.outcome order by o.done_at desc) filter (where o.state = 'failed'))[1] as last_failure
       from team_channels c left join outbox o on o.address_id = c.id and o.created_at > $2
       where c.team_id = $1 and c.deleted_at is null group by c.id order by c.created_at, c.id`,
      [teamId, new Date(this.clock.nowMs() - A_DAY_MS)],
    );
    return rows.map((row) => ({
      channelId: row.id,
      teamId: row.team_id,
      name: row.name,
      notifier: row.notifier,
      news: row.news,
      locale: row.locale,
      paused: row.paused,
      version: row.version,
      createdAt: row.created_at.toISOString(),
      sent: row.sent,
      failed: row.failed,
      ...(row.last_failure === null ? {} : { lastFailure: row.last_failure }),
    }));
  }

  private forgetAfterCommit(): void {
    this.transaction.afterCommit(() => (this.held = undefined));
  }
}

export const channelContext = (channelId: string): string => `team channel ${channelId}`;
