import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Authority } from '../../platform/auth/authority.js';
import type { Caller } from '../../platform/auth/caller.js';
import { Chores } from '../../platform/clock/chores.js';
import { Clock } from '../../platform/clock/clock.js';
import { Config } from '../../platform/config/config.js';
import type { PhoneCost } from '../../platform/config/config.schema.js';
import { Transaction } from '../../platform/database/transaction.js';
import { Metrics } from '../../platform/observability/metrics.js';
import type { Report } from '../../plugins/kit/index.js';
import { isCallable, PeopleQueries } from '../people/index.js';
import { Informs } from './informs.js';
import { NotifierInstances, type OpenInstance } from './notifier-instances.js';
import type { PhoneCostList } from './phone-costs.dto.js';
import { ALL_TEAMS, callerOf, type Cap, capsOf, costOf, isPassed, monthOf } from './phone-costs.rules.js';

const EVERY_MS = 30_000;
const NO_CURRENCY = '';

interface SumRow {
  readonly instance: string;
  readonly team_id: string | null;
  readonly currency: string;
  readonly calls: number;
  readonly seconds: number;
  readonly cost: string;
}
type Ended = Extract<Report, { kind: 'stage' }>;

/** What telephone calls cost, by provider and team. A cap that is passed is told; it never leaves anybody uncalled. */
@Injectable()
export class PhoneCosts implements OnModuleInit {
  constructor(
    private readonly config: Config,
    private readonly transaction: Transaction,
    private readonly instances: NotifierInstances,
    private readonly people: PeopleQueries,
    private readonly informs: Informs,
    private readonly authority: Authority,
    private readonly metrics: Metrics,
    private readonly clock: Clock,
    private readonly chores: Chores,
  ) {}

  onModuleInit(): void {
    this.chores.add({ name: 'phone-costs', everyMs: EVERY_MS, run: (now) => this.look(now) });
  }

  /** A provider has taken them. Joins the transaction that runs. */
  async begun(
    calls: readonly { readonly id: string; readonly instance: string }[],
    now: Date,
  ): Promise<void> {
    if (calls.length === 0) return;
    const given = calls.map(({ id, instance }) => {
      const rates = this.ratesOf(instance);
      return { id, instance, cost: costOf(rates, 0), currency: rates?.currency ?? NO_CURRENCY };
    });
    const rows = await this.transaction.query<{ instance: string; currency: string; cost: string }>(
      `insert into phone_costs (message_id, month, instance, team_id, began_at, cost, currency)
       select given.id, $2, given.instance, o.team_id, $3, given.cost, given.currency
       from jsonb_to_recordset($1::jsonb) as given(id uuid, instance text, cost numeric, currency text)
         join outbox o on o.id = given.id
       on conflict (message_id) do nothing returning instance, currency, cost`,
      [JSON.stringify(given), monthOf(now), now],
    );
    this.transaction.afterCommit(() => {
      for (const { instance, currency, cost } of rows) {
        this.metrics.phoneCalls.inc({ notifier: instance });
        this.metrics.phoneCost.inc({ notifier: instance, currency }, Number(cost));
      }
    });
  }

  /** The provider says how long it was, and perhaps what it takes. However often it says so. */
  async ended(messageId: string, instance: string, { seconds, price }: Ended): Promise<void> {
    if (seconds === undefined && price === undefined) return;
    const rates = this.ratesOf(instance);
    // Of another currency than what the caps are in, it cannot be counted.
    const isPriced = price !== undefined && (rates === undefined || price.currency === rates.currency);
    const [row] = await this.transaction.query<{ seconds: number; cost: string; currency: string }>(
      `with before as (select seconds, cost from phone_costs where message_id = $1 and instance = $2 for update)
       update phone_costs p set seconds = greatest(p.seconds, $3::int), cost = case
           when $5::numeric is not null then $5::numeric when p.is_priced then p.cost else greatest(p.cost, $4::numeric) end,
         is_priced = p.is_priced or $5::numeric is not null,
         currency = case when $5::numeric is not null then $6 else p.currency end
       from before where p.message_id = $1
       returning p.seconds - before.seconds as seconds, p.cost - before.cost as cost, p.currency`,
      [
        messageId,
        instance,
        Math.round(seconds ?? 0),
        costOf(rates, seconds ?? 0),
        isPriced ? price.amount : null,
        price?.currency ?? NO_CURRENCY,
      ],
      'ring',
    );
    if (!row) return;
    this.metrics.phoneSeconds.inc({ notifier: instance }, Math.max(0, row.seconds));
    // A counter only rises: what was estimated too high stays there, and is right in the table.
    this.metrics.phoneCost.inc({ notifier: instance, currency: row.currency }, Math.max(0, Number(row.cost)));
  }

  /** Who is to make this call: by priority, and below critical by room, where the settings say so. */
  async caller(severity: string, teamId: string, now: Date): Promise<OpenInstance | undefined> {
    const able = this.instances.thatSend('phone');
    const isAsked = able.length > 1 && able.some(({ name }) => this.ratesOf(name)?.capBlocksBelowCritical);
    if (severity === 'critical' || !isAsked) return able[0];
    const passed = (await this.caps(monthOf(now), 'ring')).filter(isPassed);
    return callerOf(
      able,
      false,
      (name) =>
        this.ratesOf(name)?.capBlocksBelowCritical === true &&
        passed.some(({ instance, team }) => instance === name && (team === ALL_TEAMS || team === teamId)),
    );
  }

  /** Of each month and cap somebody is told once. */
  async look(now: Date): Promise<void> {
    const month = monthOf(now);
    const passed = (await this.caps(month, 'reports')).filter(isPassed);
    if (passed.length === 0) return;
    await this.transaction.run(async () => {
      const news = await this.transaction.query<{ instance: string; team: string }>(
        `insert into phone_caps_passed (month, instance, team, at)
         select $1, instance, team, $4 from unnest($2::text[], $3::text[]) as given(instance, team)
         on conflict do nothing returning instance, team`,
        [month, passed.map(({ instance }) => instance), passed.map(({ team }) => team), now],
      );
      const teams = await this.people.teamsByIds(news.map(({ team }) => team).filter(Boolean));
      const admins = await this.people.adminIds();
      for (const { instance, team } of news) {
        const one = passed.find((cap) => cap.instance === instance && cap.team === team);
        const owners = teams.get(team)?.members.filter((one) => one.role === 'owner' && isCallable(one));
        this.metrics.phoneCapsPassed.inc({ notifier: instance });
        await this.informs.send(
          {
            key: `phone-cap/${month}/${instance}/${team}`,
            userIds: [...new Set([...admins, ...(owners ?? []).map(({ userId }) => userId)])],
            words: {
              about: 'phone-cap',
              title: `${instance}: ${one?.cost.toFixed(2)} / ${one?.cap} ${one?.currency} (${month})`,
              team: teams.get(team)?.name ?? '',
              who: [],
            },
            link: '/engine',
            teamIds: [],
          },
          now,
        );
      }
    }, 'reports');
  }

  async list(
    given: { month?: string | undefined; teamId?: string | undefined },
    caller: Caller,
  ): Promise<PhoneCostList> {
    if (given.teamId !== undefined) this.authority.require(caller, 'phone-costs.read', given.teamId);
    const month = given.month ?? monthOf(this.clock.now());
    const isMine = (teamId: string | undefined): boolean =>
      (given.teamId === undefined || teamId === given.teamId) &&
      this.authority.may(caller, 'phone-costs.read', teamId);
    const sums = (await this.sums(month, 'reports')).filter((row) => isMine(row.team_id ?? undefined));
    const caps = (await this.caps(month, 'reports')).filter(({ team }) => isMine(team || undefined));
    const teams = await this.people.teamsByIds([
      ...sums.flatMap((row) => row.team_id ?? []),
      ...caps.flatMap(({ team }) => team || []),
    ]);
    const of = (teamId: string | null | undefined): { teamId?: string; teamName?: string } =>
      teamId ? { teamId, teamName: teams.get(teamId)?.name ?? '' } : {};
    return {
      month,
      costs: sums.map((row) => ({
        notifier: row.instance,
        ...of(row.team_id),
        calls: row.calls,
        seconds: row.seconds,
        cost: Number(row.cost),
        currency: row.currency,
      })),
      caps: caps.map((cap) => ({
        notifier: cap.instance,
        ...of(cap.team),
        cap: cap.cap,
        cost: cap.cost,
        currency: cap.currency,
        passed: isPassed(cap),
      })),
    };
  }

  private async caps(
    month: string,
    pool: 'ring' | 'reports',
  ): Promise<readonly (Cap & { readonly instance: string; readonly currency: string })[]> {
    const capped = this.config.settings.notifiers.flatMap(({ name, phoneCost }) =>
      phoneCost && (phoneCost.monthlyCap ?? phoneCost.monthlyCapPerTeam) !== undefined
        ? [{ name, phoneCost }]
        : [],
    );
    if (capped.length === 0) return [];
    const sums = await this.sums(month, pool);
    return capped.flatMap(({ name: instance, phoneCost }) => {
      const { currency } = phoneCost;
      const spent = sums.filter((row) => row.instance === instance && row.currency === currency);
      return capsOf(
        phoneCost,
        spent.map((row) => ({ teamId: row.team_id ?? undefined, cost: Number(row.cost) })),
      ).map((cap) => ({ ...cap, instance, currency }));
    });
  }

  private sums(month: string, pool: 'ring' | 'reports'): Promise<readonly SumRow[]> {
    return this.transaction.query<SumRow>(
      `select instance, team_id, currency, count(*)::int as calls, sum(seconds)::int as seconds, sum(cost) as cost
       from phone_costs where month = $1 group by instance, team_id, currency order by instance, sum(cost) desc, team_id`,
      [month],
      pool,
    );
  }

  private ratesOf(instance: string): PhoneCost | undefined {
    return this.config.settings.notifiers.find(({ name }) => name === instance)?.phoneCost;
  }
}
