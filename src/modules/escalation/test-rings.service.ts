import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { AuditTrail } from '../../platform/auth/audit-trail.js';
import { Authority, Forbidden } from '../../platform/auth/authority.js';
import type { Caller } from '../../platform/auth/caller.js';
import { Clock } from '../../platform/clock/clock.js';
import { Transaction } from '../../platform/database/transaction.js';
import type { Locale } from '../../platform/wire/schemas.js';
import { AddressesService } from '../devices/index.js';
import { isCallable, PeopleQueries } from '../people/index.js';
import { actorOf } from './actor.js';
import { CALL_COLUMNS } from './calls.store.js';
import type { CallRow } from './escalation.rows.js';
import { NobodyToCall } from './escalation.errors.js';
import { Openings } from './openings.js';
import { PhoneCalls } from './phone-calls.js';
import type * as dto from './test-rings.dto.js';
import { NothingToTest, RingsAlready, TestRingTooSoon, TestRingUnknown } from './test-rings.errors.js';
import { problemOf, shownStages, testSnapshot, testStatusOf } from './test-rings.rules.js';
import { TEST_MESSAGE, TEST_TITLE, TROUBLES } from './test-rings.texts.js';
import { Works } from './works.js';

type Way = 'telephone' | { readonly deviceId: string };

const EVERY_MS = 10_000;
const SHOWN_MS = 24 * 60 * 60_000;
const SHOWN_MOST = 20;
/** No call lives that long: what is older need not be looked through for one. */
const CALL_MS = 60 * 60_000;
/** Tests are about a person; no team is called. */
const NO_TEAM = '00000000-0000-0000-0000-000000000000';

interface TestRow extends CallRow {
  readonly way: Way;
  readonly started_by_name: string | null;
  readonly detail: string | null;
}

/**
 * "Ring me": each way to a person is rung by an escalation of its own, of kind `test`, through the kernels, the outbox
 * and the receipts of the real thing. It has no team, opens nothing and ends by itself.
 */
@Injectable()
export class TestRingsService {
  constructor(
    private readonly works: Works,
    private readonly openings: Openings,
    private readonly people: PeopleQueries,
    private readonly addresses: AddressesService,
    private readonly phones: PhoneCalls,
    private readonly authority: Authority,
    private readonly audit: AuditTrail,
    private readonly transaction: Transaction,
    private readonly clock: Clock,
  ) {}

  async start(
    input: z.output<typeof dto.StartTestRingsInput>,
    caller: Caller,
  ): Promise<z.output<typeof dto.TestRingList>> {
    const user = await this.people.user(input.userId ?? ownerOf(caller));
    await this.mayRing(user.userId, caller);
    if (!isCallable(user)) throw new NobodyToCall('There is no such user', { userId: user.userId });
    const now = this.clock.now();
    const ids = await this.works.run(async (work) => {
      await this.inTurn(user.userId, now);
      const ways = await this.waysOf(user.userId, input, now);
      const rows = await this.openings.openAll(
        work,
        ways.map((way) => ({
          teamId: NO_TEAM,
          kind: 'test' as const,
          severity: 'info' as const,
          title: TEST_TITLE[user.locale],
          message: TEST_MESSAGE[user.locale],
          snapshot: testSnapshot(user.userId, way),
          startedBy: actorOf(caller),
        })),
      );
      return rows.flatMap((row) => row?.id ?? []);
    });
    const testRings = await this.views(user.userId, input.locale ?? user.locale, ids);
    this.audit.note({
      targetId: user.userId,
      targetName: user.name,
      after: { ways: testRings.map(({ deviceName, channel }) => deviceName ?? channel) },
    });
    return { testRings };
  }

  async list(
    input: z.output<typeof dto.ListTestRingsInput>,
    caller: Caller,
  ): Promise<z.output<typeof dto.TestRingList>> {
    const user = await this.people.user(input.userId ?? ownerOf(caller));
    return { testRings: await this.views(user.userId, input.locale ?? user.locale) };
  }

  async stop(testRingId: string, caller: Caller): Promise<dto.TestRingView> {
    const [found] = await this.transaction.query<{ user_id: string; status: string }>(
      `select c.user_id, e.status from calls c join escalations e on e.id = c.escalation_id
       where e.id = $1 and e.kind = 'test'`,
      [testRingId],
    );
    if (!found) throw new TestRingUnknown('There is no such test ring', { testRingId });
    await this.mayRing(found.user_id, caller);
    await this.works.run((work) => work.apply(testRingId, { kind: 'cancelled' }, actorOf(caller)));
    const user = await this.people.user(found.user_id);
    const before = { status: found.status };
    this.audit.note({ targetId: user.userId, targetName: user.name, before, after: { status: 'cancelled' } });
    const [view] = await this.views(user.userId, user.locale, [testRingId]);
    if (!view) throw new TestRingUnknown('There is no such test ring', { testRingId });
    return view;
  }

  /** Oneself; an owner the people of the team; an admin everybody. */
  private async mayRing(userId: string, caller: Caller): Promise<void> {
    if (caller.userId === userId || this.authority.may(caller, 'users.manage')) return;
    const teams = await this.people.rolesOf(userId);
    if (![...teams.keys()].some((teamId) => this.authority.may(caller, 'teams.manage', teamId)))
      throw new Forbidden('Only an owner of one of their teams may ring somebody else for a test');
  }

  /** One at a time for each person, not too often, and never beside a ring that is meant. */
  private async inTurn(userId: string, now: Date): Promise<void> {
    await this.transaction.query(`select pg_advisory_xact_lock(hashtext('test-ring'), hashtext($1))`, [
      userId,
    ]);
    const [found] = await this.transaction.query<{ last_test: Date | null; is_busy: boolean }>(
      `select max(c.started_at) filter (where e.kind = 'test') as last_test,
         coalesce(bool_or(c.due_at is not null), false) as is_busy
       from calls c join escalations e on e.id = c.escalation_id where c.user_id = $1 and c.started_at > $2`,
      [userId, new Date(now.getTime() - CALL_MS)],
    );
    const pauseMs = (found?.last_test?.getTime() ?? 0) + EVERY_MS - now.getTime();
    if (pauseMs > 0)
      throw new TestRingTooSoon('A test has just begun', { retryAfterSeconds: Math.ceil(pauseMs / 1000) });
    if (found?.is_busy) throw new RingsAlready('They are being called, or a test still rings', { userId });
  }

  /** Those that are named; else every device and, where it is verified, the telephone. */
  private async waysOf(
    userId: string,
    { deviceIds, telephone }: z.output<typeof dto.StartTestRingsInput>,
    now: Date,
  ): Promise<readonly Way[]> {
    const own = new Set((await this.addresses.devicesOf([userId], now)).map(({ deviceId }) => deviceId));
    const missing = deviceIds.filter((deviceId) => !own.has(deviceId));
    if (missing.length > 0)
      throw new NothingToTest('Some of these are no devices of theirs', { deviceIds: missing });
    if (deviceIds.length > 0 || telephone)
      return [...new Set(deviceIds)]
        .map((deviceId): Way => ({ deviceId }))
        .concat(telephone ? ['telephone'] : []);
    const hasNumber = (await this.phones.numbersOf([userId])).has(userId);
    const all = [...own].map((deviceId): Way => ({ deviceId })).concat(hasNumber ? ['telephone'] : []);
    if (all.length === 0) throw new NothingToTest('There is no device and no verified number', { userId });
    return all;
  }

  private async views(userId: string, locale: Locale, ids?: readonly string[]): Promise<dto.TestRingView[]> {
    const now = this.clock.now();
    const rows = await this.transaction.query<TestRow>(
      `select ${CALL_COLUMNS.replaceAll(/\b(\w+)\b/g, 'c.$1')}, e.snapshot -> 'way' as way, e.started_by_name,
         (select string_agg(distinct coalesce(x.outcome, ''), '; ') from outbox x
            where x.state = 'failed' and (x.call_id = c.id or x.ring_id in
              (select s.ring_id from ring_session_calls s where s.call_id = c.id))) as detail
       from calls c join escalations e on e.id = c.escalation_id
       where c.user_id = $1 and e.kind = 'test' and c.started_at > $2 and ($3::uuid[] is null or e.id = any($3))
       order by c.started_at desc, c.id limit ${SHOWN_MOST}`,
      [userId, new Date(now.getTime() - SHOWN_MS), ids ?? null],
    );
    const deviceIds = rows.flatMap(({ way }) => (way === 'telephone' ? [] : [way.deviceId]));
    const names = await this.addresses.namesOf(deviceIds);
    return rows.map((row) => viewOf(row, names, locale, now));
  }
}

function viewOf(
  row: TestRow,
  names: ReadonlyMap<string, string>,
  locale: Locale,
  now: Date,
): dto.TestRingView {
  const { way, started_by_name } = row;
  const problem = problemOf(row, way === 'telephone', now);
  return {
    testRingId: row.escalation_id,
    userId: row.user_id,
    ...(way === 'telephone'
      ? { channel: 'telephone' as const }
      : { channel: 'device' as const, deviceId: way.deviceId, deviceName: names.get(way.deviceId) ?? '' }),
    status: testStatusOf(row),
    live: row.due_at !== null,
    startedAt: row.started_at.toISOString(),
    ...(row.ended_at === null ? {} : { endedAt: row.ended_at.toISOString() }),
    ...(started_by_name === null ? {} : { startedByName: started_by_name }),
    stages: [...shownStages(row)],
    ...(problem && {
      trouble: { problem, ...TROUBLES[locale][problem], ...(row.detail ? { detail: row.detail } : {}) },
    }),
  };
}

function ownerOf(caller: Caller): string {
  if (caller.userId === undefined) throw new Forbidden('Only people can be rung');
  return caller.userId;
}
