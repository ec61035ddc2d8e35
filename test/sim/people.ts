import { SendReports } from '../../src/modules/notifications/index.js';
import { RingsService } from '../../src/modules/escalation/rings.service.js';
import type { Caller } from '../../src/platform/auth/caller.js';
import type { Message, Report, RingCard, Stage } from '../../src/plugins/kit/index.js';
import type { Seeded } from '../harness/seeded.js';
import type { Gate } from './gate.js';
import type { Requests } from './requests.js';
import type { Trace } from './trace.js';

export interface Somebody {
  readonly name: string;
  readonly userId: string;
  readonly deviceId: string;
  /** Of the app, as the push provider knows it. */
  readonly number: string;
  readonly landline: string | undefined;
}

export interface Manners {
  /** `dead`: the provider says yes and nothing arrives. `quiet`: do not disturb. */
  readonly app: 'healthy' | 'dead' | 'quiet';
  readonly acts: Readonly<Record<'accept' | 'answer' | 'decline' | 'ignore', number>>;
  readonly digits: Readonly<Record<'1' | '2' | 'none', number>>;
}

/** Of a hundred receipts, as networks do with them. */
export interface Network {
  readonly lost: number;
  readonly twice: number;
  readonly late: number;
}

interface Shown {
  readonly card: RingCard;
  readonly since: number;
}

/** A ring as its device showed it. */
export interface Rung {
  readonly name: string;
  readonly ringId: string;
  readonly revision: number;
  readonly at: number;
  readonly until: number;
}

/** The people of the world with their phones: what they are shown, what they do. */
export class People {
  readonly rung: Rung[] = [];
  /** Who was told that they have taken it. */
  readonly accepted: { readonly ringId: string; readonly userId: string }[] = [];
  /** Until when each device showed each ring, as far as it stopped before its end. */
  readonly stopped = new Map<string, number>();
  readonly dialled: { readonly number: string; readonly requestId: string; readonly at: number }[] = [];
  readonly shown = new Map<string, Shown>();
  private readonly seen = new Map<string, number>();
  private readonly lines = new Map<string, { requestId: string; isOver: boolean }>();
  private seq = 0;

  constructor(
    private readonly gate: Gate,
    private readonly everybody: readonly Somebody[],
    private readonly manners: ReadonlyMap<string, Manners>,
    private readonly network: Network,
    private readonly requests: Requests,
    private readonly seeded: Seeded,
    private readonly trace: Trace,
  ) {}

  receive(message: Message, target: string, requestId: string): void {
    const app = this.everybody.find(({ number }) => number === target);
    if (message.kind === 'phone') return this.dial(target, requestId);
    if (message.kind === 'hang-up') return this.hangUp(target, message.externalId);
    if (!app || this.mannersOf(app).app === 'dead') return;
    if (message.kind === 'cancel') return this.stop(app, message.ringId, message.revision);
    if (message.kind === 'ring' || message.kind === 'update') this.show(app, message.card);
  }

  private show(app: Somebody, card: RingCard): void {
    const key = `${app.name}/${card.ringId}`;
    const last = this.seen.get(key) ?? 0;
    // A revision that was seen is dropped, and what is older than it.
    if (card.revision <= last) return;
    this.seen.set(key, card.revision);
    const { now } = this.gate.time;
    this.shown.set(app.name, { card, since: now });
    this.rung.push({
      name: app.name,
      ringId: card.ringId,
      revision: card.revision,
      at: now,
      until: card.expiresAt.getTime(),
    });
    this.trace.say(app.name, `is shown revision ${card.revision} of ${card.count}`);
    const isQuiet = this.mannersOf(app).app === 'quiet';
    this.receipt(app, card, 'delivered', this.seeded.between(50, 300));
    this.receipt(app, card, isQuiet ? 'suppressed' : 'ringing', this.seeded.between(300, 1_200));
    if (last === 0 && !isQuiet) this.decide(app, card);
  }

  private stop(app: Somebody, ringId: string, revision: number): void {
    const key = `${app.name}/${ringId}`;
    this.seen.set(key, Math.max(this.seen.get(key) ?? 0, revision));
    this.hide(app, ringId);
    this.trace.say(app.name, 'is told to stop');
  }

  private hide(app: Somebody, ringId: string): void {
    const key = `${app.name}/${ringId}`;
    if (!this.stopped.has(key)) this.stopped.set(key, this.gate.time.now);
    if (this.shown.get(app.name)?.card.ringId === ringId) this.shown.delete(app.name);
  }

  private receipt(
    app: Somebody,
    card: RingCard,
    kind: 'delivered' | 'ringing' | 'suppressed',
    ms: number,
  ): void {
    const { lost, twice, late } = this.network;
    const drawn = this.seeded.next() * 100;
    if (drawn < lost) return;
    const delay = drawn < lost + late ? this.seeded.between(3_000, 25_000) : ms;
    const times = this.seeded.next() * 100 < twice ? 2 : 1;
    const seq = (this.seq += 1);
    for (let i = 0; i < times; i += 1)
      this.gate.time.after(delay + i * this.seeded.between(0, 4_000), undefined, () => {
        const given = { ringId: card.ringId, revision: card.revision, deviceId: app.deviceId, kind, seq };
        const at = new Date(this.gate.time.now).toISOString();
        void this.requests.ask(`${app.name} ${kind}`, (replica) =>
          replica.get(RingsService).receipt({ ...given, at }, callerOf(app, card.ringId)),
        );
      });
  }

  private decide(app: Somebody, card: RingCard): void {
    const act = this.drawn(this.mannersOf(app).acts);
    if (act === 'ignore') return;
    this.gate.time.after(this.hesitationMs(card), undefined, () => {
      if (this.shown.get(app.name)?.card.ringId !== card.ringId) return;
      this.act(app, card, act);
      // An impatient thumb.
      if (this.seeded.chance(0.15)) this.act(app, card, act);
      if (act === 'answer' && this.seeded.chance(0.6))
        this.gate.time.after(this.seeded.between(1_000, 12_000), undefined, () =>
          this.act(app, card, this.seeded.chance(0.7) ? 'accept' : 'decline'),
        );
    });
  }

  /** Some wait until the last moment, in which the engine is about to give them up. */
  private hesitationMs({ expiresAt }: RingCard): number {
    const usual = this.seeded.between(1_500, 14_000);
    const [isLast, edgeMs] = [this.seeded.chance(0.25), this.seeded.between(-50, 400)];
    return isLast ? Math.max(0, expiresAt.getTime() - this.gate.time.now + edgeMs) : usual;
  }

  private act(app: Somebody, card: RingCard, verb: 'accept' | 'answer' | 'decline'): void {
    const caller = callerOf(app, card.ringId);
    void this.requests
      .ask(`${app.name} ${verb}s`, (replica) => {
        const rings = replica.get(RingsService);
        if (verb === 'decline') return rings.decline(card.ringId, undefined, '', caller);
        return verb === 'accept'
          ? rings.accept(card.ringId, undefined, caller)
          : rings.answer(card.ringId, undefined, caller);
      })
      .then((view) => {
        if (verb === 'accept' && view) this.accepted.push({ ringId: card.ringId, userId: app.userId });
        if (verb !== 'answer') this.hide(app, card.ringId);
      });
  }

  private dial(number: string, requestId: string): void {
    const owner = this.everybody.find(({ landline }) => landline === number);
    this.trace.say(owner?.name ?? '?', 'is called by telephone');
    this.dialled.push({ number, requestId, at: this.gate.time.now });
    const line = { requestId, isOver: false };
    this.lines.set(requestId, line);
    if (!owner) return;
    const digit = this.drawn(this.mannersOf(owner).digits);
    this.report(line, this.seeded.between(800, 2_500), stage('ringing'));
    if (digit === 'none') return this.report(line, 24_000, stage('no-answer'));
    const upAt = this.seeded.between(4_000, 15_000);
    this.report(line, upAt, stage('answered'));
    this.report(line, upAt + this.seeded.between(2_000, 8_000), { kind: 'digit', digit });
    this.report(line, upAt + 10_000, stage('ended'));
  }

  private hangUp(number: string, externalId: string): void {
    this.trace.say('phone', `${number} is hung up`);
    const line = this.lines.get(externalId);
    if (line) line.isOver = true;
  }

  private report(line: { requestId: string; isOver: boolean }, ms: number, report: Report): void {
    this.gate.time.after(ms, undefined, async () => {
      if (line.isOver) return;
      const [row] = await this.gate.look<{ call_id: string }>('select call_id from outbox where id = $1', [
        line.requestId,
      ]);
      if (!row) return;
      void this.requests.ask(`telephone ${report.kind}`, (replica) =>
        replica.get(SendReports).phone(row.call_id, report, replica.clock.now()),
      );
    });
  }

  private mannersOf(somebody: Somebody): Manners {
    const manners = this.manners.get(somebody.name);
    if (!manners) throw new Error(`${somebody.name} has no manners`);
    return manners;
  }

  private drawn<Name extends string>(shares: Readonly<Record<Name, number>>): Name {
    const entries = Object.entries(shares) as [Name, number][];
    let left = this.seeded.next() * entries.reduce((sum, [, share]) => sum + share, 0);
    for (const [name, share] of entries) if ((left -= share) < 0) return name;
    return entries[0]?.[0] as Name;
  }
}

const stage = (what: Stage): Report => ({ kind: 'stage', stage: what });

/** As the guard makes it from a receipt token. */
const callerOf = (app: Somebody, ringId: string): Caller => ({
  kind: 'ring',
  name: app.name,
  teams: new Map(),
  scopes: new Set(['ring']),
  ring: { ringId, deviceId: app.deviceId },
  address: '',
  agent: '',
  locale: 'en',
});
