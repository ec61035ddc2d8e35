import { z } from 'zod';
import { defineNotifier, type Message, type Plugin, type SendOutcome } from '../../src/plugins/kit/index.js';
import type { Seeded } from '../harness/seeded.js';
import type { Life } from './life.js';
import type { Trace } from './trace.js';
import type { WorldTime } from './world-time.js';

/** How often, of a hundred sends, a provider does so. */
export interface ProviderMoods {
  readonly busy: number;
  readonly broken: number;
  readonly slow: number;
  /** Takes it, delivers it, and the answer is lost. */
  readonly unanswered: number;
  readonly throws: number;
}

export const GOOD_MOODS: ProviderMoods = { busy: 0, broken: 0, slow: 0, unanswered: 0, throws: 0 };

/** One message that a provider has taken. */
export interface Taken {
  readonly requestId: string;
  readonly kind: Message['kind'];
  readonly askedAt: number;
  readonly takenAt: number;
  readonly target: string;
  readonly message: Message;
  readonly by: string;
  /** Whether whoever asked has heard of it. */
  isHeard: boolean;
}

export interface Receiver {
  receive(message: Message, target: string, requestId: string): void;
}

/** As the sender has it. */
const DEADLINE_MS = 3_000;

/** Two providers, for apps and for telephones, as they are seen from three replicas. */
export class Providers {
  readonly taken: Taken[] = [];
  moods: ProviderMoods = GOOD_MOODS;
  /** Whether the telephone provider can be asked about an earlier request. */
  canFind = true;
  receiver: Receiver | undefined;

  constructor(
    private readonly time: WorldTime,
    private seeded: Seeded,
    private trace: Trace,
  ) {}

  begin(seeded: Seeded, trace: Trace, moods: ProviderMoods, canFind: boolean): void {
    Object.assign(this, { seeded, trace, moods, canFind });
    this.taken.length = 0;
  }

  pluginsFor(life: Life): readonly Plugin[] {
    return [
      defineNotifier({
        id: 'pocket',
        name: 'Simulated phones',
        address: 'device',
        settings: z.object({}),
        target: z.strictObject({ number: z.string() }),
        messages: ['ring', 'update', 'cancel', 'inform'],
        open: () =>
          Promise.resolve({
            send: ({ id, target, message }) => this.send(life, id, target.number, message),
          }),
      }) as Plugin,
      defineNotifier({
        id: 'landline',
        name: 'Simulated telephone network',
        address: 'person',
        settings: z.object({}),
        target: z.strictObject({ number: z.string() }),
        messages: ['phone', 'hang-up', 'verification'],
        open: () =>
          Promise.resolve({
            send: ({ id, target, message }) => this.send(life, id, target.number, message),
            find: (id) => this.find(life, id),
          }),
      }) as Plugin,
      // The settings of the house name it; no team of the scenarios has one.
      defineNotifier({
        id: 'room',
        name: 'Simulated chat',
        address: 'room',
        settings: z.object({}),
        target: z.strictObject({ name: z.string() }),
        messages: ['inform'],
        open: () =>
          Promise.resolve({ send: ({ id, target, message }) => this.send(life, id, target.name, message) }),
      }) as Plugin,
    ];
  }

  private async send(life: Life, requestId: string, target: string, message: Message): Promise<SendOutcome> {
    // What the sender is asked for ends here: how long a process stands still in a plugin is nobody's decision.
    const askedAt = this.time.now;
    const mishap = life.pass('send', `${message.kind} to ${target}`);
    // The process was stopped with the message in its hands.
    if (mishap === 'freeze')
      await new Promise<void>((resolve) => void this.time.at(this.time.now, life, () => resolve()));
    this.trace.say(life.name, `sends ${message.kind} to ${target}`);
    if (mishap === 'crash-before') return this.never(() => life.die());
    const mood = this.mood();
    // What a request becomes at the provider is not ended by whoever asked.
    const taken = new Promise<Taken | undefined>((resolve) => {
      const isTaken = mood !== 'busy' && mood !== 'broken' && mood !== 'throws';
      const ms = mood === 'slow' ? this.seeded.between(2_000, 5_000) : this.seeded.between(20, 250);
      this.time.after(ms, undefined, () => {
        const one = { requestId, kind: message.kind, askedAt, takenAt: this.time.now, target, message };
        const entry: Taken = { ...one, by: life.name, isHeard: false };
        if (isTaken) this.taken.push(entry);
        if (isTaken) this.receiver?.receive(message, target, requestId);
        resolve(isTaken ? entry : undefined);
      });
    });
    return new Promise((resolve, reject) => {
      void taken.then((entry) => {
        if (mishap === 'crash-after') return void this.time.at(this.time.now, undefined, () => life.die());
        if (mood === 'unanswered') return;
        this.time.after(this.seeded.between(1, 20), life, () => {
          // Later than that nobody listens any more.
          if (entry) entry.isHeard = this.time.now - askedAt < DEADLINE_MS;
          if (mood === 'throws') reject(new Error('the provider hung up'));
          else resolve(outcomeOf(mood, requestId));
        });
      });
    });
  }

  private find(life: Life, requestId: string): Promise<SendOutcome | undefined> {
    const { canFind } = this;
    return new Promise((resolve, reject) => {
      this.time.after(this.seeded.between(5, 60), life, () => {
        if (!canFind) return reject(new Error('cannot be asked'));
        const known = this.taken.some((one) => one.requestId === requestId);
        resolve(known ? { outcome: 'accepted', externalId: requestId } : undefined);
      });
    });
  }

  private mood(): 'good' | keyof ProviderMoods {
    let drawn = this.seeded.next() * 100;
    for (const [mood, share] of Object.entries(this.moods)) {
      if (drawn < share) return mood as keyof ProviderMoods;
      drawn -= share;
    }
    return 'good';
  }

  private never(act: () => Promise<void>): Promise<never> {
    this.time.at(this.time.now, undefined, act);
    return new Promise<never>(() => undefined);
  }
}

function outcomeOf(mood: 'good' | keyof ProviderMoods, externalId: string): SendOutcome {
  if (mood === 'busy') return { outcome: 'retry', reason: '429', afterMs: 800 };
  if (mood === 'broken') return { outcome: 'retry', reason: '503' };
  return { outcome: 'accepted', externalId };
}
