import pg from 'pg';
import type { Topic } from '../../src/platform/events/wake.js';
import { Auditor } from '../../src/modules/escalation/index.js';
import { Seeded } from '../harness/seeded.js';
import { makeWorld } from '../harness/world.js';
import { Restorer } from './database.js';
import { Gate, IDLE_IN_TRANSACTION_MS } from './gate.js';
import { judge, type Judged } from './judge.js';
import type { Mishap, Point } from './life.js';
import { Monitor } from './monitor.js';
import { Providers } from './outside.js';
import { People, type Somebody } from './people.js';
import { type Fates, Replica } from './replica.js';
import { Requests } from './requests.js';
import { REPLICAS, RESOLVED_AT_MS, type Scenario, scenarioOf } from './scenario.js';
import { seedIds } from './seeded-ids.js';
import { Trace } from './trace.js';
import { WorldTime } from './world-time.js';

const HOUR_MS = 3_600_000;
/** Then it begins anew: nothing shall depend on a month's end. */
const HOURS = 96;
/** Long enough for any ladder of a scenario, its last resort and two rounds of the organisation's list. */
const HORIZON_MS = 25 * 60_000;
const LOOK_EVERY_MS = 2_000;
/** Chores of nights with an auditor: every few seconds each is a dozen statements, and most nights go without. */
const LOOKING = ['auditor', 'routes', 'hearing', 'quiet-alerts'];
/** What the judge asks nothing of; `files` waits for a real disk, which takes another time in each run. */
const ASLEEP = ['watch', 'phone-costs', 'files'];
/** Longer than a lease, and than most rings of the scenarios. */
const STANDS_STILL_MS = 25_000;

export interface Verdict {
  readonly seed: number;
  readonly hash: string;
  readonly trouble: string;
  readonly broken: readonly string[];
  readonly lines: readonly string[];
  readonly worldSeconds: number;
  readonly statements: number;
  readonly points: readonly number[];
  /** Of both kernels. */
  readonly transitions: number;
}

export interface RunOptions {
  /** In the place of what the seed would decide. */
  readonly scenario?: (usual: Scenario, everybody: readonly Somebody[]) => Scenario;
  readonly fate?: (replica: Replica, point: Point) => Mishap | undefined;
}

/** Three replicas on one database, kept over many runs; whoever dies is booted anew. */
export class Simulation {
  private readonly seeded = new Seeded(0);
  private readonly replicas: (Replica | undefined)[] = [];
  private hour = 0;
  private stoodStill = 0;
  private scenario: Scenario | undefined;

  private constructor(
    private readonly databaseUrl: string,
    private readonly hook: string,
    private readonly policyId: string,
    private readonly everybody: readonly Somebody[],
    private readonly monitor: pg.Client,
    private readonly restorer: Restorer,
    private readonly startMs: number,
    readonly gate: Gate,
    private readonly providers: Providers,
  ) {}

  static async open(): Promise<Simulation> {
    const startMs = Date.UTC(2026, 10, 22, 18, 12);
    const seeded = new Seeded(0);
    seedIds(seeded, () => startMs);
    const world = await makeWorld();
    const { house, people, phones, admin } = world;
    const adminPhone = await house.phones.enrol(house, admin.token, 'phone-admin');
    const named = [
      ...(['A', 'B', 'C', 'D'] as const).map((name) => ({ name, person: people[name], phone: phones[name] })),
      { name: 'admin', person: admin, phone: adminPhone },
    ];
    const everybody: Somebody[] = [];
    for (const [i, { name, person, phone }] of named.entries()) {
      // Half of them can be called.
      const landline = i % 2 === 0 ? `+8190000000${i}` : undefined;
      if (landline)
        await house.ok(
          'POST',
          `/users/${person.userId}/contact-methods`,
          { kind: 'phone', target: landline },
          person.token,
        );
      const number = `phone-${name}-${i}`;
      everybody.push({ name, userId: person.userId, deviceId: phone.deviceId, number, landline });
    }
    await house.query(`update contact_methods set verified_at = created_at`);
    const { databaseUrl } = house;
    await house.stop();
    const monitor = new pg.Client(databaseUrl);
    await monitor.connect();
    const far = new Date(startMs + 40_000 * HOUR_MS);
    await monitor.query(
      `insert into chores (name, due_at) select unnest($1::text[]), $2
       on conflict (name) do update set due_at = excluded.due_at`,
      [[...LOOKING, ...ASLEEP], far],
    );
    const restorer = await Restorer.of(monitor);
    const time = new WorldTime(startMs, seeded);
    const trace = new Trace(startMs, () => time.now);
    const gate = new Gate(time, seeded, trace, monitor);
    const providers = new Providers(time, seeded, trace);
    return new Simulation(
      databaseUrl,
      world.hook,
      world.policyId,
      everybody,
      monitor,
      restorer,
      startMs,
      gate,
      providers,
    );
  }

  async close(): Promise<void> {
    for (const replica of this.replicas) await replica?.close();
    await this.monitor.end();
  }

  async run(seed: number, options: RunOptions = {}): Promise<Verdict> {
    const { gate, everybody } = this;
    const { time } = gate;
    const startMs = this.startMs + ((this.hour += 1) % HOURS) * HOUR_MS;
    const seeded = new Seeded(seed);
    const order = new Seeded(seed ^ 0x5bd1e995);
    const usual = scenarioOf(
      seeded,
      everybody.flatMap(({ name, userId }) => (name === 'admin' ? [] : [userId])),
      everybody.map(({ name }) => name),
    );
    const scenario = options.scenario?.(usual, everybody) ?? usual;
    this.scenario = scenario;
    this.stoodStill = 0;
    gate.isOpen = true;
    time.begin(order, startMs);
    await this.restorer.restore();
    for (let i = 0; i < REPLICAS; i += 1) this.replicas[i] ??= await this.boot(i);
    for (const replica of this.alive) await replica.connect();
    await time.run(startMs + 60_000, () => !time.hasPlans);
    time.begin(order, startMs);
    // As if it were always the same hour: of ids, hashes are made, and of those the order of rows.
    seedIds(new Seeded(seed), () => time.now - startMs + this.startMs + HOUR_MS);
    const trace = new Trace(startMs, () => time.now);
    gate.begin(order, trace);
    this.providers.begin(seeded, trace, scenario.moods, scenario.canFind);
    await this.prepare(scenario, startMs);
    const requests = new Requests(time, () => this.alive, order, trace);
    const monitor = new Monitor(this.hook, requests);
    const people = new People(gate, everybody, scenario.manners, scenario.network, requests, seeded, trace);
    this.providers.receiver = people;
    const fates = this.fatesOf(scenario, options, requests, order, trace);
    const lives = this.replicas.map(() => 1);
    for (const replica of this.alive) replica.begin(1, fates, order, scenario.skews[replica.index]);
    const deaths = { count: 0 };
    fates.reborn = (index) => {
      deaths.count += 1;
      time.after(seeded.between(1_000, 20_000), undefined, async () => {
        const replica = await this.boot(index);
        this.replicas[index] = replica;
        trace.say(replica.name, 'boots');
        replica.begin((lives[index] = (lives[index] ?? 1) + 1), fates, order);
      });
    };
    for (const plan of scenario.alerts)
      time.at(startMs + plan.atMs, undefined, () => void monitor.send(plan));
    for (const { name, ...plan } of new Map(scenario.alerts.map((one) => [one.name, one])).values())
      time.at(
        startMs + RESOLVED_AT_MS,
        undefined,
        () => void monitor.send({ ...plan, name, status: 'resolved' }),
      );
    this.planMoments(scenario, startMs, trace);
    const state = { isOver: false };
    const look = (): void => {
      time.after(LOOK_EVERY_MS, undefined, async () => {
        state.isOver = requests.open === 0 && (await this.isQuiet());
        if (!state.isOver) look();
      });
    };
    time.at(startMs + RESOLVED_AT_MS + 1_000, undefined, look);
    gate.isOpen = false;
    await time.rest();
    const hasEnded = await time.run(startMs + HORIZON_MS, () => state.isOver);
    // What sleeps, sends or waits for a deadline comes to its end before the next run.
    const isAtRest = await time.run(time.now + 30_000, () => !time.hasPlans);
    gate.isOpen = true;
    const endedAt = time.now;
    const given: Judged = {
      look: (sql, parameters) => gate.look(sql, parameters),
      scenario,
      deaths: deaths.count,
      stoodStill: this.stoodStill,
      everybody,
      people,
      monitor,
      providers: this.providers,
      requests,
      hasEnded: hasEnded && isAtRest,
      startMs,
    };
    const repairs = await this.repairs();
    const broken = [...(await judge(given)), ...repairs];
    const [{ transitions = 0 } = {}] = await gate.look<{ transitions: number }>(
      `select ((select count(*) from escalation_log) + (select count(*) from call_log))::int as transitions`,
    );
    const points = this.replicas.map((replica) => replica?.points ?? 0);
    // Whoever hangs, or was never booted anew, does not come along.
    if (broken.length > 0 || !isAtRest) await this.bury();
    for (const [i, replica] of this.replicas.entries()) if (replica?.isDead) this.replicas[i] = undefined;
    return {
      seed,
      hash: trace.hash,
      trouble: scenario.trouble,
      broken,
      lines: trace.lines,
      worldSeconds: (endedAt - startMs) / 1000,
      statements: gate.statements,
      points,
      transitions,
    };
  }

  private get alive(): readonly Replica[] {
    return this.replicas.flatMap((replica) => (replica && !replica.isDead ? [replica] : []));
  }

  private boot(index: number): Promise<Replica> {
    const skew = this.scenario?.skews[index] ?? { offsetMs: 0, rate: 1 };
    return Replica.boot({
      index,
      databaseUrl: this.databaseUrl,
      skew,
      plugins: (life) => this.providers.pluginsFor(life),
      gate: this.gate,
    });
  }

  private async bury(): Promise<void> {
    for (const replica of this.alive) {
      replica.fates = undefined;
      await replica.die();
    }
  }

  private async prepare({ ladder, hasAuditor }: Scenario, startMs: number): Promise<void> {
    const given = JSON.stringify(ladder);
    await this.monitor.query(`update policies set ladder = ladder || $2::jsonb where id = $1`, [
      this.policyId,
      given,
    ]);
    if (hasAuditor)
      await this.monitor.query(`update chores set due_at = $1 where name = any($2::text[])`, [
        new Date(startMs),
        LOOKING,
      ]);
  }

  private async isQuiet(): Promise<boolean> {
    const [row] = await this.gate.look<{ busy: boolean }>(
      `select exists (select 1 from escalations where due_at is not null)
         or exists (select 1 from calls where due_at is not null)
         or exists (select 1 from outbox where state = 'waiting')
         or exists (select 1 from event_log where position is null) as busy`,
    );
    return row?.busy === false;
  }

  /** One more look of the auditor, at the very end. */
  private async repairs(): Promise<readonly string[]> {
    const [somebody] = this.alive.filter(({ isAwake }) => isAwake);
    if (!somebody) return ['no replica is left'];
    const found = await this.gate.time.real(somebody.get(Auditor).run(somebody.clock.now()));
    return found
      .filter(({ code, isRepaired }) => isRepaired === true || code === 'log-gap')
      .map(({ code }) => `27 at the end the auditor still had to act: ${code}`);
  }

  private planMoments({ moments }: Scenario, startMs: number, trace: Trace): void {
    const { time } = this.gate;
    for (const moment of moments)
      time.at(startMs + moment.atMs, undefined, () => {
        const replica = this.replicas[moment.replica];
        if (!replica?.isAwake) return false;
        trace.say(replica.name, `${moment.what} ${moment.ms}`);
        if (moment.what === 'step') replica.clock.step(moment.ms);
        else if (moment.what === 'distrust') replica.clock.distrust(moment.ms);
        else this.freeze(replica, moment.ms);
        return undefined;
      });
  }

  private freeze(replica: Replica, ms: number): void {
    replica.freeze(ms);
    this.stoodStill += 1;
    this.gate.time.after(IDLE_IN_TRANSACTION_MS, undefined, () =>
      replica.isAwake ? false : this.gate.endIdle(replica),
    );
  }

  private fatesOf(
    scenario: Scenario,
    options: RunOptions,
    requests: Requests,
    seeded: Seeded,
    trace: Trace,
  ): Fates & { reborn: (index: number) => void } {
    const { gate } = this;
    const left = new Set(scenario.mishaps);
    let earliest = -Infinity;
    const fates = {
      reborn: (_index: number): void => undefined,
      at: (replica: Replica, point: Point): Mishap | undefined => {
        const given = options.fate?.(replica, point);
        if (given) {
          trace.say(replica.name, `${given} at ${point.what}`);
          if (given === 'freeze') this.freeze(replica, STANDS_STILL_MS);
          return given;
        }
        for (const planned of left) {
          if (planned.replica !== replica.index || planned.point > point.index) continue;
          const what = mishapOf(planned.what, point);
          if (!what) continue;
          left.delete(planned);
          trace.say(replica.name, `${planned.what} at ${point.what}`);
          if (what === 'freeze') this.freeze(replica, seeded.one([2_500, 6_000, 12_000, 25_000]));
          return what;
        }
        return undefined;
      },
      died: (replica: Replica): void => {
        trace.say(replica.name, 'dies');
        requests.died(replica);
        fates.reborn(replica.index);
      },
      woke: (from: Replica, topic: Topic): void => {
        for (const other of this.alive)
          if (other !== from && topic !== 'events' && seeded.next() * 100 >= scenario.lostWakes)
            gate.time.after(seeded.between(1, 25), other, () => other.wakeHere(topic));
      },
      isAnythingDue: (replica: Replica): Promise<boolean> | boolean => {
        if (!gate.isDirty) return earliest <= replica.clock.nowMs();
        return this.earliestMs().then((ms) => {
          earliest = ms;
          return ms <= replica.clock.nowMs();
        });
      },
    };
    return fates;
  }

  /** When a loop of a replica would find something: before that its polls are not even counted. */
  private async earliestMs(): Promise<number> {
    this.gate.isDirty = false;
    const [row] = await this.gate.look<{ due: Date | null }>(
      `select least((select min(due_at) from escalations where due_at is not null),
         (select min(due_at) from calls where due_at is not null),
         (select min(greatest(not_before, coalesce(lease_until, not_before))) from outbox where state = 'waiting'),
         (select min(at) from event_log where position is null), (select min(due_at) from chores)) as due`,
    );
    return row?.due?.getTime() ?? Infinity;
  }
}

function mishapOf(planned: Scenario['mishaps'][number]['what'], { kind }: Point): Mishap | undefined {
  switch (planned) {
    case 'lost-ack':
      return kind === 'commit' ? 'cut-after' : undefined;
    case 'crash-at-commit':
      return kind === 'commit' ? 'crash-after' : undefined;
    case 'cut-before':
    case 'cut-after':
      return kind === 'send' ? undefined : planned;
    case 'freeze-at-send':
      return kind === 'send' ? 'freeze' : undefined;
    default:
      return planned;
  }
}
