import { Metrics } from '../../src/platform/observability/metrics.js';
import { House, type RestAnswer } from './house.js';
import { Pair } from './pair.js';
import { DEAD, HEALTHY, type Phone } from './phones.js';
import { Seeded } from './seeded.js';
import { grafanaAlert, makePerson, makeTeam, makeWorld, type Person, type World } from './world.js';

const SEVERITIES = ['critical', 'critical', 'warning', 'info'] as const;

/** A refused answer: somebody else was first, or it is over. */
const EXPECTED_STATUS = new Set([200, 201, 409]);

interface Sleeper {
  readonly person: Person;
  readonly phone: Phone;
}

/** A night on two engines: alerts come and go, people decline, read, accept, sleep on; all of it by a seed. */
export class Night {
  readonly pair: Pair;
  readonly sent: string[] = [];
  private readonly hooks: string[];

  private constructor(
    private readonly seeded: Seeded,
    readonly world: World,
    second: House,
    private readonly sleepers: readonly Sleeper[],
    hooks: readonly string[],
  ) {
    this.pair = new Pair(world.house, second);
    this.hooks = [world.hook, ...hooks];
  }

  static async begin(seed: number): Promise<Night> {
    const seeded = new Seeded(seed);
    const world = await makeWorld({
      policy: { repeat: 1, whenAlertsResolve: seeded.one(['stop', 'go-on']) },
    });
    const { house, admin, people, phones } = world;
    const second = await House.start({ joins: house });
    const sleepers: Sleeper[] = (['A', 'B', 'C', 'D'] as const).map((letter) => ({
      person: people[letter],
      phone: phones[letter],
    }));
    for (const name of ['Emi', 'Finn', 'Gen', 'Hana']) {
      const person = await makePerson(house, admin, name);
      sleepers.push({ person, phone: await house.phones.enrol(house, person.token, `phone-${name}`) });
    }
    for (const [i, { person, phone }] of sleepers.entries()) {
      phone.behaviour = seeded.one([HEALTHY, HEALTHY, HEALTHY, DEAD, { ...HEALTHY, acceptedMs: 700 }]);
      if (seeded.chance(0.5)) await givePhone(house, person, `+8190000000${i}`);
    }
    // The list of the last resort: without a phone nobody could be called by it.
    sleepers.push({ person: admin, phone: await house.phones.enrol(house, admin.token, 'phone-admin') });
    const hooks: string[] = [];
    for (const slug of ['dns', 'web'])
      hooks.push(await makeRoom(house, admin, slug, sleepers.slice(0, -1), seeded));
    return new Night(seeded, world, second, sleepers, hooks);
  }

  /** So many alerts, then silence until everything has ended. */
  async run(alerts: number): Promise<void> {
    const { seeded } = this;
    for (let i = 0; i < alerts; i += 1) {
      const name = `Alert${i}`;
      await Promise.all([
        this.send(name, 'firing'),
        ...(seeded.chance(0.3) ? [this.send(name, 'firing')] : []),
        ...(seeded.chance(0.3) ? [this.send(`${name}b`, 'firing')] : []),
      ]);
      await this.pair.settle();
      for (let acts = seeded.between(0, 4); acts > 0; acts -= 1) {
        await this.pair.advance(seeded.between(1, 200) / 10);
        await this.actSomebody();
      }
      if (seeded.chance(0.3)) await this.send(seeded.one(this.sent), 'resolved');
      await this.pair.settle();
    }
    await this.pair.advance(120);
    for (const name of new Set(this.sent)) await this.send(name, 'resolved');
    // Who goes on although the alerts are resolved comes to an end as well.
    await this.pair.advance(400);
  }

  async end(): Promise<void> {
    await this.pair.settle();
    await this.pair.second.stop();
    await this.pair.first.stop();
  }

  /** What should never happen, as the engines counted it themselves. */
  async findings(): Promise<string[]> {
    const found = await Promise.all(
      this.pair.houses.map((house) =>
        house
          .get(Metrics)
          .findings.get()
          .then(({ values }) => values),
      ),
    );
    return found
      .flat()
      .filter(({ labels, value }) => value > 0 && labels.code !== 'nobody-answers')
      .map(({ labels, value }) => `${labels.code}: ${value}`);
  }

  /** Rings that a device was shown twice, or after they were over, or after their own end. */
  async wrongRings(): Promise<string[]> {
    const rows = await this.world.house.query<{ key: string; ended: number | null; expires: number }>(
      `select o.ring_id || '/' || o.revision as key, extract(epoch from r.ended_at) * 1000 as ended,
         extract(epoch from o.expires_at) * 1000 as expires
       from outbox o join ring_sessions r on r.id = o.ring_id where o.kind = 'ring'`,
    );
    const facts = new Map(rows.map((row) => [row.key, row]));
    return this.sleepers.flatMap(({ phone }) => {
      const rings = phone.pushes.flatMap(({ atMs, message }) =>
        message.kind === 'ring' ? [{ atMs, key: `${message.card.ringId}/${message.card.revision}` }] : [],
      );
      const seen = new Set<string>();
      return rings.flatMap(({ atMs, key }) => {
        const fact = facts.get(key);
        const leftMs = atMs - (phone.behaviour.acceptedMs ?? 0);
        const wrong = [
          ...(seen.has(key) ? ['twice'] : []),
          ...(!fact ? ['unknown'] : []),
          ...(fact && fact.ended !== null && Number(fact.ended) < leftMs ? ['after its end'] : []),
          ...(fact && Number(fact.expires) < leftMs ? ['expired'] : []),
        ];
        seen.add(key);
        return wrong.map((what) => `${phone.name} ${key}: ${what}`);
      });
    });
  }

  private async send(name: string, status: 'firing' | 'resolved'): Promise<void> {
    const { seeded } = this;
    const number = Number(/\d+/.exec(name)?.[0]);
    const body = grafanaAlert(name, {
      status,
      severity: seeded.one(SEVERITIES),
      group: `group${number % 7}`,
      startsAt: '2026-11-22T18:11:00Z',
    });
    const hook = this.hooks[number % this.hooks.length] ?? '';
    const { status: said } = await this.house().rest('POST', hook, body);
    if (said !== 200) throw new Error(`An alert was answered ${said}`);
    if (status === 'firing') this.sent.push(name);
  }

  private async actSomebody(): Promise<void> {
    const { seeded } = this;
    const ringing = this.sleepers.filter(({ phone }) => phone.isRinging);
    const acting = ringing.filter(() => seeded.chance(0.5));
    await Promise.all(acting.map(({ phone }) => this.act(phone)));
    await this.pair.settle();
  }

  /** Over either house, and now and then twice, as an impatient thumb does. */
  private async act(phone: Phone): Promise<void> {
    const { seeded } = this;
    const verb = seeded.one(['decline', 'decline', 'answer', 'accept']);
    const { card } = phone;
    if (!card) return;
    const times = seeded.chance(0.2) ? 2 : 1;
    const answers = await Promise.all(
      Array.from({ length: times }, () =>
        this.house().rest('POST', `/rings/${card.ringId}/${verb}`, {}, card.receipt.token),
      ),
    );
    this.mustBeExpected(answers);
    if (verb !== 'answer') phone.card = undefined;
  }

  private mustBeExpected(answers: readonly RestAnswer[]): void {
    const strange = answers.find(({ status }) => !EXPECTED_STATUS.has(status));
    if (strange) throw new Error(`An answer was ${strange.status}: ${JSON.stringify(strange.body)}`);
  }

  private house(): House {
    return this.seeded.one(this.pair.houses);
  }
}

async function givePhone(house: House, person: Person, number: string): Promise<void> {
  const given = { kind: 'phone', target: number };
  await house.ok('POST', `/users/${person.userId}/contact-methods`, given, person.token);
  await house.query(`update contact_methods set verified_at = now()`);
  house.phones.addLandline(number, { ringingMs: 1_600 });
}

/** A team with its own policy and door. */
async function makeRoom(
  house: House,
  admin: Person,
  slug: string,
  sleepers: readonly Sleeper[],
  seeded: Seeded,
): Promise<string> {
  const members = sleepers.filter(() => seeded.chance(0.6)).map(({ person }) => person);
  const all = members.length > 0 ? members : sleepers.slice(0, 2).map(({ person }) => person);
  const teamId = await makeTeam(
    house,
    admin,
    slug,
    all.map((person) => [person, 'responder'] as const),
  );
  const targets = all.map((person) => ({ kind: 'user', id: person.userId }));
  const steps = Array.from({ length: seeded.between(1, 2) }, () => ({
    targets,
    order: seeded.one(['listed', 'least-recently-called', 'random']),
    simultaneous: seeded.between(0, 3),
    ringSeconds: seeded.between(10, 40),
    retries: seeded.between(0, 2),
    pauseSeconds: seeded.between(0, 20),
    responders: seeded.between(1, 2),
  }));
  await house.ok(
    'POST',
    '/policies',
    { teamId, name: slug, steps, repeat: seeded.between(0, 1) },
    admin.token,
  );
  const given = { teamId, name: `Grafana ${slug}`, source: 'grafana' };
  const { integrationId } = await house.ok('POST', '/integrations', given, admin.token);
  const setup = await house.ok('POST', `/integrations/${integrationId}/setup`, {}, admin.token);
  return new URL(setup['url']).pathname;
}
