import { randomUUID } from 'node:crypto';
import { Chores } from '../../src/platform/clock/chores.js';
import { ManualClock } from '../../src/platform/clock/manual-clock.js';
import type { Notifier, Plugin, RingPush } from '../../src/plugins/kit/index.js';
import { apns } from '../../src/plugins/notifiers/apns/apns.js';
import {
  type ApnsSimulator,
  apnsSimulator,
} from '../../src/plugins/notifiers/apns/simulator/apns.simulator.js';
import { fcm } from '../../src/plugins/notifiers/fcm/fcm.js';
import { type FcmSimulator, fcmSimulator } from '../../src/plugins/notifiers/fcm/simulator/fcm.simulator.js';
import { z } from 'zod';
import { House } from './house.js';
import { Seeded } from './seeded.js';
import { Telephones } from './telephones.js';
import { firstAdmin, grafanaAlert, makeTeam, type Person } from './world.js';

export const TEAMS = 190;
export const PEOPLE = 633;
const CALLS_PER_HOUR = 40;
/** The breaker is judged so often. */
const STEP_MS = 2_000;
/** So long after an alert something may still happen that the breaker learns from. */
const BUSY_MS = 24_000;

const RINGS_AFTER_MS = 700;
const DECIDES_AFTER_MS = 4_000;
const TELEPHONE_RINGS_AFTER_MS = 1_600;

interface Somebody {
  readonly userId: string;
  readonly teamId: string;
  readonly deviceId: string;
  readonly platform: 'android' | 'ios';
  readonly pushToken: string;
  readonly number: string;
}

/** How long somebody who was called waited for the first thing that rang. */
export interface Served {
  readonly userId: string;
  readonly platform: string;
  readonly startedMs: number;
  /** Infinity: nothing rang. */
  readonly waitedMs: number;
  readonly by: 'app' | 'telephone' | 'nothing';
}

/**
 * An installation as large as the one that we come from, with the real plugins before simulated providers: people on
 * Android and on iPhones, each with a telephone number, in teams of three and four.
 */
export class RealSize {
  /** FCM takes everything, and nothing rings. */
  isFcmSilent = false;
  private readonly seq = new Map<string, number>();
  private readonly hooks = new Map<string, string>();
  private readonly alerts: { readonly atMs: number }[] = [];

  private constructor(
    readonly house: House,
    readonly telephones: Telephones,
    readonly fcm: FcmSimulator,
    readonly apns: ApnsSimulator,
    private readonly seeded: Seeded,
    private readonly admin: Person,
    private readonly people: readonly Somebody[],
  ) {}

  /** `android`: the share of people with one; the others have an iPhone. */
  static async build(seed: number, android: number): Promise<RealSize> {
    const seeded = new Seeded(seed);
    const [telephones, fcmLine, apnsLine] = [
      await Telephones.start(),
      await fcmSimulator(),
      await apnsSimulator(),
    ];
    const house = await House.start({
      // Apple's simulator looks at the age of a key by its own time.
      clock: new ManualClock(Math.floor(Date.now() / STEP_MS) * STEP_MS),
      plugins: [
        ...telephones.plugins.map((one) => patient(one, telephones)),
        led(fcm as Plugin, fcmLine),
        led(apns as Plugin, apnsLine),
      ],
      environment: telephones.environment('two', {
        BARRY_NOTIFIERS_0_NAME: 'fcm',
        BARRY_NOTIFIERS_0_PLUGIN: 'fcm-lab',
        BARRY_NOTIFIERS_3_NAME: 'apns',
        BARRY_NOTIFIERS_3_PLUGIN: 'apns-lab',
        BARRY_NOTIFIERS_3_PRIORITY: '4',
      }),
    });
    telephones.house = house;
    const admin = await firstAdmin(house);
    const people = await settle(house, admin, seeded, android, { fcm: fcmLine, apns: apnsLine });
    const world = new RealSize(house, telephones, fcmLine, apnsLine, seeded, admin, people);
    world.wireUp();
    return world;
  }

  /** So many alerts, one every 90 s in the mean, each of some team; until the last was taken or given up. */
  async pass(alerts: number): Promise<void> {
    for (let i = 0; i < alerts; i += 1) {
      const gapMs = (-Math.log(1 - this.seeded.next()) * 3_600_000) / CALLS_PER_HOUR;
      await this.until(this.house.clock.nowMs() + Math.round(gapMs));
      await this.alert();
    }
    await this.until(this.house.clock.nowMs() + 90_000);
  }

  /** Everybody who was called since then, in order. */
  async served(sinceMs: number): Promise<readonly Served[]> {
    const platforms = new Map(this.people.map(({ userId, platform }) => [userId, platform]));
    const calls = await this.house.query<{
      user_id: string;
      started_at: Date;
      stages: readonly { readonly stage: string; readonly at: string }[];
    }>(`select user_id, started_at, stages from calls where started_at >= $1 order by started_at, id`, [
      new Date(sinceMs),
    ]);
    return calls.map(({ user_id: userId, started_at, stages }) => {
      const startedMs = started_at.getTime();
      const rang = stages.find(({ stage }) => stage === 'ringing' || stage === 'phone-ringing');
      return {
        userId,
        platform: platforms.get(userId) ?? 'somebody else',
        startedMs,
        waitedMs: rang ? Date.parse(rang.at) - startedMs : Infinity,
        by: !rang ? 'nothing' : rang.stage === 'ringing' ? 'app' : 'telephone',
      };
    });
  }

  /** When a route lost its trust. */
  async distrustedAt(route: string): Promise<number | undefined> {
    const [row] = await this.house.query<{ at: Date }>(
      `select at from event_log where kind = 'notifier.route-changed' and params ->> 'route' = $1
         and params ->> 'state' <> 'closed' order by at limit 1`,
      [route],
    );
    return row?.at.getTime();
  }

  /** Streams of a replica that has gone without a word: they count as open, and carry nothing. */
  async leaveDeadStreams(share: number): Promise<number> {
    const { house, seeded } = this;
    const chosen = this.people.filter(() => seeded.chance(share)).map(({ deviceId }) => deviceId);
    // Refreshed far into the future: they stay believed in for the whole time.
    await house.query(
      `insert into stream_presence (device_id, replica, seen_at) select unnest($1::uuid[]), 'gone', $2`,
      [chosen, new Date(house.clock.nowMs() + 30 * 86_400_000)],
    );
    return chosen.length;
  }

  async stop(): Promise<void> {
    await this.telephones.settle();
    await this.house.stop();
    await Promise.all([this.telephones.close(), this.fcm.close(), this.apns.close()]);
  }

  private async alert(): Promise<void> {
    const { house } = this;
    const { teamId } = this.seeded.one(this.people);
    const hook = this.hooks.get(teamId) ?? (await this.integrate(teamId));
    this.hooks.set(teamId, hook);
    this.alerts.push({ atMs: house.clock.nowMs() });
    await house.ok('POST', hook, grafanaAlert(`Alert${this.alerts.length}`));
    await house.settle();
  }

  private async integrate(teamId: string): Promise<string> {
    const { house, admin } = this;
    const given = { teamId, name: 'Grafana', source: 'grafana' };
    const { integrationId } = await house.ok('POST', '/integrations', given, admin.token);
    const setup = await house.ok('POST', `/integrations/${integrationId}/setup`, {}, admin.token);
    return new URL(setup['url']).pathname;
  }

  /** Second for second while something goes on, as the loops of a server do; at once across the silence between. */
  private async until(targetMs: number): Promise<void> {
    const { house } = this;
    const { clock } = house;
    const advanceTo = (ms: number): Promise<void> => house.advance((ms - clock.nowMs()) / 1000);
    for (;;) {
      const nextMs = (Math.floor(clock.nowMs() / STEP_MS) + 1) * STEP_MS;
      const isBusy = clock.nowMs() < (this.alerts.at(-1)?.atMs ?? 0) + BUSY_MS;
      if (nextMs > targetMs || !isBusy) break;
      await advanceTo(nextMs);
      await house.get(Chores).tick();
    }
    await advanceTo(targetMs);
    // The half hour of a breaker passes in the silence as well.
    await house.get(Chores).tick();
    await house.settle();
  }

  private wireUp(): void {
    const { clock } = this.house;
    const byToken = new Map(this.people.map((one) => [one.pushToken, one]));
    const receive = (token: string, push: RingPush): void => {
      const somebody = byToken.get(token);
      if (somebody) this.receive(somebody, push);
    };
    this.fcm.onMessage = ({ token, data }) => {
      if (!this.isFcmSilent) receive(token, JSON.parse(data['push'] ?? '') as RingPush);
    };
    this.apns.onPush = ({ token, payload }) => receive(token, payload['barry'] as RingPush);

    const { first, second } = this.telephones;
    for (const network of [first, second])
      network.onCall = (call: {
        readonly isOver: boolean;
        ring(): Promise<void>;
        pickUp(): Promise<void>;
        press(digit: string): Promise<void>;
      }) => {
        clock.after(TELEPHONE_RINGS_AFTER_MS, () => void this.house.track(call.ring()));
        clock.after(TELEPHONE_RINGS_AFTER_MS + DECIDES_AFTER_MS, () => {
          if (!call.isOver) void this.house.track(call.pickUp().then(() => call.press('1')));
        });
        return Promise.resolve();
      };
  }

  /** The app of a healthy telephone: it rings, says so, and its owner takes it. */
  private receive({ deviceId }: Somebody, push: RingPush): void {
    if (push.kind !== 'ring') return;
    const { house } = this;
    const { ringId, revision, receipt } = push.card;
    const seq = (this.seq.get(deviceId) ?? 0) + 1;
    this.seq.set(deviceId, seq);
    house.clock.after(RINGS_AFTER_MS, () => {
      const body = { ringId, revision, deviceId, kind: 'ringing', seq, at: house.clock.now().toISOString() };
      void house.track(house.ok('POST', '/receipts', body, receipt.token));
    });
    house.clock.after(RINGS_AFTER_MS + DECIDES_AFTER_MS, () => {
      // Somebody may have been first.
      void house.track(house.rest('POST', `/rings/${ringId}/accept`, {}, receipt.token));
    });
  }
}

/** What a network does by itself is done before its answer arrives: the same seed, the same night. */
function patient(plugin: Plugin, { first, second }: Telephones): Plugin {
  const real = plugin as Notifier;
  return {
    ...real,
    async open(settings, host) {
      const channel = await real.open(settings, host);
      return {
        ...channel,
        async send(request) {
          const outcome = await channel.send(request);
          await Promise.all([first.settled(), second.settled()]);
          return outcome;
        },
      };
    },
  };
}

/** The real plugin, led to its simulator. */
function led(plugin: Plugin, simulator: FcmSimulator | ApnsSimulator): Plugin {
  const real = plugin as Notifier;
  return {
    ...real,
    id: `${real.id}-lab`,
    settings: z.object({}),
    open: (_settings, host) =>
      real.open(real.settings.parse(simulator.settings), {
        ...host,
        ...(simulator.fetch && { fetch: simulator.fetch }),
        ...(simulator.ca !== undefined && { ca: simulator.ca }),
      }),
  };
}

/** As rows, since hundreds of passwords would take a minute; one policy is made through the API and given to all. */
async function settle(
  house: House,
  admin: Person,
  seeded: Seeded,
  android: number,
  push: { readonly fcm: FcmSimulator; readonly apns: ApnsSimulator },
): Promise<readonly Somebody[]> {
  const now = house.clock.now();
  const model = await makeTeam(house, admin, 'model', [[admin, 'owner']]);
  const step = { targets: [{ kind: 'team', id: model }], order: 'round-robin', simultaneous: 1, retries: 1 };
  await house.ok('POST', '/policies', { teamId: model, name: 'All', repeat: 0, steps: [step] }, admin.token);
  const { version } = await house.ok('GET', '/organisation', undefined, admin.token);
  const catchAll = { version, catchAllTeamId: model, lastResortUserIds: [admin.userId] };
  await house.ok('PATCH', '/organisation', catchAll, admin.token);

  const teams = Array.from({ length: TEAMS }, (_, i) => ({ id: randomUUID(), name: `Team ${i}` }));
  const people = Array.from({ length: PEOPLE }, (_, i): Somebody & { readonly i: number } => {
    const platform = seeded.chance(android) ? 'android' : 'ios';
    return {
      i,
      userId: randomUUID(),
      teamId: teams[i % TEAMS]?.id ?? '',
      deviceId: randomUUID(),
      platform,
      pushToken:
        platform === 'ios' ? push.apns.register(`phone-${i}`).token : push.fcm.register(`android-${i}`).token,
      number: `+8190${String(10_000_000 + i)}`,
    };
  });
  const given = [JSON.stringify(people), now];
  const from = `from jsonb_to_recordset($1::jsonb) as p(i int, "userId" uuid, "teamId" uuid, "deviceId" uuid,
    platform text, "pushToken" text, number text)`;
  await house.query(
    `insert into teams (id, slug, name, description, created_at)
     select t.id, replace(lower(t.name), ' ', '-'), t.name, '', $2
     from jsonb_to_recordset($1::jsonb) as t(id uuid, name text)`,
    [JSON.stringify(teams), now],
  );
  await house.query(
    `insert into users (id, name, email, locale, time_zone, role, created_at)
     select "userId", 'Person ' || i, 'person' || i || '@example.org', 'en', 'Asia/Tokyo', 'member', $2 ${from}`,
    given,
  );
  await house.query(
    `insert into memberships (team_id, user_id, role, created_at) select "teamId", "userId", 'responder', $2 ${from}`,
    given,
  );
  await house.query(
    `insert into contact_methods (id, user_id, kind, target, label, verified_at, created_at)
     select gen_random_uuid(), "userId", 'phone', number, '', $2, $2 ${from}`,
    given,
  );
  await house.query(
    `insert into devices (id, user_id, name, platform, variant, created_at)
     select "deviceId", "userId", 'Phone ' || i, platform, 'normal', $2 ${from}`,
    given,
  );
  await house.query(
    `insert into device_addresses (id, device_id, notifier, target, registered_at)
     select gen_random_uuid(), "deviceId", case platform when 'ios' then 'apns' else 'fcm' end,
       case platform when 'ios' then jsonb_build_object('token', "pushToken", 'push', 'alert')
         else jsonb_build_object('token', "pushToken") end, $2 ${from}`,
    given,
  );
  await house.query(
    `insert into policies (id, team_id, name, ladder, created_at, updated_at)
     select gen_random_uuid(), t.id, p.name, replace(p.ladder::text, p.team_id::text, t.id::text)::jsonb, $1, $1
     from policies p, teams t where t.id <> p.team_id`,
    [now],
  );
  return people;
}
