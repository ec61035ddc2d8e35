import { randomUUID } from 'node:crypto';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Logger } from '@nestjs/common';
import type { Clock, Timer } from './platform/clock/clock.js';
import { type DeviceMessage, type PhoneScript, pushOf, type RingPush } from './plugins/kit/index.js';
import {
  answered,
  arrivals,
  hear,
  idle,
  type Knobs,
  NEW_PHONE,
  type Said,
  type SimulatedPhone,
  tick,
  USUAL,
} from './plugins/kit/simulated-phone.js';

const RINGS_AFTER_MS = 400;
const LINES = 8;

/** One app on one simulated phone; the rules of its behaviour are `simulated-phone.ts`. */
interface Pocket {
  readonly id: string;
  readonly owner: string;
  readonly variant: 'normal' | 'emergency';
  readonly deviceId: string;
  readonly seed: number;
  knobs: Knobs;
  phone: SimulatedPhone;
  text: string;
  pushes: number;
  seq: number;
  lines: readonly Line[];
}

interface Line {
  readonly at: string;
  readonly what: string;
}

interface Telephone {
  readonly id: string;
  readonly owner: string;
  readonly number: string;
  knobs: Pick<Knobs, 'isOn' | 'delayMs'>;
  state: 'idle' | 'ringing' | 'talking';
  script: PhoneScript | undefined;
  said: readonly string[];
  callback: string;
  end: Timer | undefined;
}

export type PhoneAct = 'answer' | 'accept' | 'decline';
export type TelephoneAct = 'pick-up' | 'hang-up' | '1' | '2' | '3';

/** Simulated phones and telephones of the demo, behind notifiers of their own. They speak to the house as real ones do. */
export class Simulator {
  /** Proves to the house that a callback is ours. */
  readonly secret = randomUUID();
  private readonly log = new Logger(Simulator.name);
  private readonly pockets = new Map<string, Pocket>();
  private readonly telephones = new Map<string, Telephone>();
  private readonly codes = new Map<string, string>();
  private app: NestFastifyApplication | undefined;
  /** Where the button sends its alert. */
  hook = '';

  constructor(private readonly clock: Clock) {}

  attach(app: NestFastifyApplication): void {
    this.app = app;
  }

  addPhone(given: Pick<Pocket, 'id' | 'owner' | 'variant' | 'deviceId'>): void {
    const seed = this.pockets.size + 1;
    this.pockets.set(given.id, {
      ...given,
      seed,
      knobs: USUAL,
      phone: NEW_PHONE,
      text: '',
      pushes: 0,
      seq: 0,
      lines: [],
    });
  }

  addTelephone(owner: string, number: string): void {
    this.telephones.set(number, {
      id: number,
      owner,
      number,
      knobs: { isOn: true, delayMs: 0 },
      state: 'idle',
      script: undefined,
      said: [],
      callback: '',
      end: undefined,
    });
  }

  /** The last code that was read to this number. */
  codeOf(number: string): string | undefined {
    return this.codes.get(number);
  }

  /** Gives false for a phone that was never made. */
  push(id: string, message: DeviceMessage): boolean {
    const pocket = this.pockets.get(id);
    if (!pocket) return false;
    const push = pushOf(message);
    const copies = arrivals(pocket.knobs, pocket.seed, pocket.pushes);
    pocket.pushes += 1;
    if (copies.length === 0) this.note(pocket, `lost ${push.kind}`);
    for (const ms of copies) this.clock.after(ms, () => this.arrive(pocket, push));
    return true;
  }

  dial(number: string, script: PhoneScript, ringSeconds: number, callback: string): boolean {
    const telephone = this.telephones.get(number);
    if (!telephone) return false;
    if (!telephone.knobs.isOn || telephone.state !== 'idle') {
      this.clock.after(RINGS_AFTER_MS, () => void this.report(callback, 'stage', 'no-answer'));
      return true;
    }
    this.clock.after(RINGS_AFTER_MS + telephone.knobs.delayMs, () => {
      Object.assign(telephone, { state: 'ringing', script, callback, said: [] });
      telephone.end = this.clock.after(ringSeconds * 1000, () => this.hangUp(number, 'no-answer'));
      void this.report(callback, 'stage', 'ringing');
    });
    return true;
  }

  verify(number: string, code: string): void {
    this.codes.set(number, code);
  }

  /** By the house: somebody else has taken it. */
  hangUp(number: string, stage: 'ended' | 'no-answer' = 'ended'): void {
    const telephone = this.telephones.get(number);
    if (!telephone || telephone.state === 'idle') return;
    telephone.end?.cancel();
    telephone.state = 'idle';
    void this.report(telephone.callback, 'stage', stage);
  }

  turn(id: string, knobs: Partial<Knobs>): void {
    const pocket = this.pockets.get(id);
    if (pocket) {
      pocket.knobs = { ...pocket.knobs, ...knobs };
      if (!pocket.knobs.isOn) pocket.phone = idle(pocket.phone);
    }
    const telephone = this.telephones.get(id);
    if (telephone) telephone.knobs = { ...telephone.knobs, ...knobs };
  }

  async act(id: string, act: PhoneAct): Promise<void> {
    const pocket = this.pockets.get(id);
    const card = pocket?.phone.card;
    if (!pocket || !card) return;
    const view = await this.post(`/api/v1/rings/${card.ringId}/${act}`, {}, card.receipt.token);
    const calls = (
      view as { readonly calls?: readonly { readonly title: string; readonly message: string }[] }
    ).calls;
    pocket.text = (calls ?? [])
      .map(({ title, message }) => [title, message].filter(Boolean).join('\n'))
      .join('\n\n');
    pocket.phone = act === 'answer' ? answered(pocket.phone) : idle(pocket.phone);
    this.note(pocket, act);
  }

  async press(number: string, act: TelephoneAct): Promise<void> {
    const telephone = this.telephones.get(number);
    if (!telephone || telephone.state === 'idle') return;
    if (act === 'hang-up') return this.hangUp(number);
    if (act === 'pick-up') {
      telephone.state = 'talking';
      telephone.said = spoken(telephone.script);
      await this.report(telephone.callback, 'stage', 'answered');
      return;
    }
    const next = (await this.report(telephone.callback, 'digit', act)) as PhoneScript | null;
    if (next) telephone.said = [...telephone.said, ...spoken(next)];
    if (next?.choices.length === 0) {
      telephone.end?.cancel();
      telephone.state = 'idle';
      await this.report(telephone.callback, 'stage', 'ended');
    }
  }

  async alert(title: string): Promise<void> {
    // A group of its own: what somebody took a moment ago would take this one in, and nothing would ring.
    const key = randomUUID();
    const body = { title, severity: 'critical', service: 'mx-out', dedup_key: key, group_key: key };
    await this.post(this.hook, body);
  }

  state(): object {
    const nowMs = this.clock.nowMs();
    return {
      phones: [...this.pockets.values()].map((pocket) => {
        pocket.phone = tick(pocket.phone, nowMs);
        const { id, owner, variant, knobs, phone, text, lines } = pocket;
        const { screen, isTest, card } = phone;
        return {
          id,
          owner,
          variant,
          knobs,
          screen,
          isTest,
          lines,
          ...(card && { title: card.title, team: card.team, severity: card.severity, count: card.count }),
          ...(screen === 'answered' && { text }),
        };
      }),
      telephones: [...this.telephones.values()].map(({ id, owner, number, knobs, state, said }) => ({
        id,
        owner,
        number,
        knobs,
        state,
        said,
      })),
    };
  }

  private arrive(pocket: Pocket, push: RingPush): void {
    // Switched off on the way.
    if (!pocket.knobs.isOn) return;
    const { phone, says } = hear(pocket.phone, push, this.clock.nowMs(), pocket.knobs);
    pocket.phone = phone;
    this.note(pocket, wordsOf(push, says));
    void this.say(pocket, says);
  }

  /** In their order, as a phone posts them. */
  private async say(pocket: Pocket, says: readonly Said[]): Promise<void> {
    for (const { kind, card, reason } of says) {
      pocket.seq += 1;
      const body = {
        ringId: card.ringId,
        revision: card.revision,
        deviceId: pocket.deviceId,
        kind,
        seq: pocket.seq,
        at: this.clock.now().toISOString(),
        ...(reason === undefined ? {} : { detail: { reason } }),
      };
      await this.post('/api/v1/receipts', body, card.receipt.token);
    }
  }

  private note(pocket: Pocket, what: string): void {
    pocket.lines = [{ at: this.clock.now().toISOString(), what }, ...pocket.lines].slice(0, LINES);
  }

  private report(callback: string, kind: 'stage' | 'digit', value: string): Promise<unknown> {
    return this.post(new URL(callback).pathname, { kind, value }, undefined, this.secret);
  }

  /** By the doors that everybody uses. */
  private async post(url: string, body: object, token?: string, secret?: string): Promise<unknown> {
    if (!this.app) return null;
    const answer = await this.app.inject({
      method: 'POST',
      url,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(secret === undefined ? {} : { 'x-simulator': secret }),
      },
      payload: body,
    });
    if (answer.statusCode >= 400) this.log.debug(`${url} answered ${answer.statusCode}`);
    return answer.payload === '' ? null : answer.json<unknown>();
  }
}

const spoken = (script: PhoneScript | undefined): readonly string[] =>
  script ? [...script.say, ...script.choices.map(({ say }) => say)] : [];

function wordsOf(push: RingPush, says: readonly Said[]): string {
  if (push.kind === 'inform') return `informed: ${push.body}`;
  return says.length === 0 ? `${push.kind}: nothing new` : says.map(({ kind }) => kind).join(', ');
}
