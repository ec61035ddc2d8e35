import type { Json } from './json.js';
import { z } from 'zod';
import type { ManualClock } from '../../src/platform/clock/manual-clock.js';
import { SendReports } from '../../src/modules/notifications/index.js';
import {
  defineNotifier,
  type DeviceMessage,
  type Message,
  type Plugin,
  pushOf,
  type Report,
  type RingCard,
  type SendOutcome,
} from '../../src/plugins/kit/index.js';
import { hear, NEW_PHONE, USUAL } from '../../src/plugins/kit/simulated-phone.js';
import type { House } from './house.js';

/** How a simulated phone behaves; times count from the moment of sending. */
export interface Behaviour {
  /** When the provider says yes; never, if null. */
  readonly acceptedMs: number | null;
  /** When it proves that it rings; a dead one never does. */
  readonly ringingMs: number | null;
  readonly answer: SendOutcome;
}

export const HEALTHY: Behaviour = { acceptedMs: 100, ringingMs: 800, answer: { outcome: 'accepted' } };
export const DEAD: Behaviour = { ...HEALTHY, ringingMs: null };

export interface Push {
  readonly atMs: number;
  readonly message: Message;
}

/** One phone with our app: what it was sent, what it shows, what it does. */
export class Phone {
  behaviour: Behaviour = HEALTHY;
  readonly pushes: Push[] = [];
  card: RingCard | undefined;
  /** As every simulated phone behaves, that of the demo too. */
  private shown = NEW_PHONE;
  private seq = 0;

  constructor(
    readonly house: House,
    readonly deviceId: string,
    readonly token: string,
    readonly name: string,
  ) {}

  get isRinging(): boolean {
    return this.card !== undefined && this.card.expiresAt.getTime() > this.house.clock.nowMs();
  }

  /** Rings, as a device would show it: a revision that was seen is dropped. */
  get ringsSeen(): number {
    return new Set(
      this.pushes.flatMap((p) =>
        p.message.kind === 'ring' ? [`${p.message.card.ringId}/${p.message.card.revision}`] : [],
      ),
    ).size;
  }

  get cancels(): readonly string[] {
    return this.pushes.flatMap((p) => (p.message.kind === 'cancel' ? [p.message.reason] : []));
  }

  get informs(): readonly string[] {
    return this.pushes.flatMap((p) => (p.message.kind === 'inform' ? [p.message.body] : []));
  }

  receive(message: Message): void {
    this.pushes.push({ atMs: this.house.clock.nowMs(), message });
    if (!isForDevices(message)) return;
    this.shown = hear(this.shown, pushOf(message), this.house.clock.nowMs(), USUAL).phone;
    const card = cardIn(message);
    const { ringId, revision } = this.shown.card ?? {};
    if (this.shown.card === undefined) this.card = undefined;
    else if (card?.ringId === ringId && card?.revision === revision) this.card = card;
  }

  async receipt(kind: string, card = this.card): Promise<void> {
    if (!card) throw new Error(`${this.name} does not ring`);
    const body = {
      ringId: card.ringId,
      revision: card.revision,
      deviceId: this.deviceId,
      kind,
      seq: (this.seq += 1),
      at: this.house.clock.now().toISOString(),
    };
    await this.house.ok('POST', '/receipts', body, card.receipt.token);
  }

  async answer(): Promise<void> {
    await this.act('answer', {});
  }

  async accept(): Promise<Json> {
    return this.act('accept', {});
  }

  async decline(reason = ''): Promise<void> {
    await this.act('decline', { reason });
  }

  private async act(verb: string, body: object): Promise<Json> {
    const { card } = this;
    if (!card) throw new Error(`${this.name} does not ring`);
    const view = await this.house.ok('POST', `/rings/${card.ringId}/${verb}`, body, card.receipt.token);
    if (verb !== 'answer') this.card = undefined;
    await this.house.settle();
    return view;
  }
}

const isForDevices = (message: Message): message is DeviceMessage =>
  ['ring', 'update', 'test', 'cancel', 'inform'].includes(message.kind);
const cardIn = (message: Message): RingCard | undefined =>
  message.kind === 'ring' || message.kind === 'update' || message.kind === 'test' ? message.card : undefined;

/** A telephone number that an automated call reaches. */
export interface Landline {
  readonly ringingMs: number | null;
  readonly calls: { readonly atMs: number; readonly id: string }[];
}

/** Where simulated phones come from, and the providers that reach them. */
export class PhoneShop {
  house: House | undefined;
  /** Sends that wait for the clock. */
  sleeping = 0;
  private readonly phones = new Map<string, Phone>();
  readonly landlines = new Map<string, Landline>();
  readonly texts: { readonly to: string; readonly text: string }[] = [];
  /** What was posted to rooms, taken or not. */
  readonly said: {
    readonly id: string;
    readonly room: string;
    readonly title: string;
    readonly body: string;
    readonly link: string;
  }[] = [];
  /** What the chat says to the next posts; then it takes them. */
  readonly roomAnswers: SendOutcome[] = [];
  readonly plugins: readonly Plugin[];

  constructor(private readonly clock: ManualClock) {
    this.plugins = [this.pocket(), this.landline(), this.room()];
  }

  /** Enrols a device of a user as the app does. */
  async enrol(
    house: House,
    userToken: string,
    name: string,
    options: { readonly platform?: string; readonly variant?: string } = {},
  ): Promise<Phone> {
    const target = { number: `${name}-${this.phones.size}` };
    const enrolled = await house.ok(
      'POST',
      '/devices',
      {
        name,
        platform: options.platform ?? 'android',
        variant: options.variant ?? 'normal',
        addresses: [{ notifier: 'pocket', target }],
      },
      userToken,
    );
    const phone = new Phone(house, enrolled['device'].deviceId, enrolled['deviceToken'], name);
    this.phones.set(target.number, phone);
    return phone;
  }

  addLandline(number: string, { ringingMs }: Pick<Landline, 'ringingMs'>): void {
    this.landlines.set(number, { ringingMs, calls: [] });
  }

  /** The provider reports as a real one would, by the id of the request. */
  private dial(number: string, id: string): void {
    const line = this.landlines.get(number);
    line?.calls.push({ atMs: this.clock.nowMs(), id });
    if (!line || line.ringingMs === null) return;
    this.clock.after(line.ringingMs, () => {
      const { house } = this;
      if (house) void house.track(this.report(house, id, { kind: 'stage', stage: 'ringing' }));
    });
  }

  async report(house: House, requestId: string, report: Report): Promise<void> {
    const [row] = await house.query<{ call_id: string }>(`select call_id from outbox where id = $1`, [
      requestId,
    ]);
    await house.get(SendReports).phone(row?.call_id ?? '', report, house.clock.now());
  }

  private async nap(ms: number): Promise<void> {
    this.sleeping += 1;
    await this.clock.sleep(ms);
    this.sleeping -= 1;
  }

  private pocket(): Plugin {
    return defineNotifier({
      id: 'pocket',
      name: 'Simulated phones',
      address: 'device',
      settings: z.object({}),
      target: z.strictObject({ number: z.string() }),
      messages: ['ring', 'update', 'test', 'cancel', 'inform'],
      open: () =>
        Promise.resolve({
          send: async ({ target, message, signal }) => {
            const phone = this.phones.get(target.number);
            if (!phone) return { outcome: 'gone', reason: 'no such phone' };
            const { acceptedMs, answer, ringingMs } = phone.behaviour;
            if (message.kind === 'cancel' || message.kind === 'inform') {
              phone.receive(message);
              return { outcome: 'accepted' };
            }
            const sentAtMs = this.clock.nowMs();
            if (acceptedMs === null) {
              this.sleeping += 1;
              await new Promise((resolve) => signal.addEventListener('abort', resolve));
              this.sleeping -= 1;
              return { outcome: 'retry', reason: 'no answer' };
            }
            await this.nap(acceptedMs);
            if (answer.outcome === 'accepted') phone.receive(message);
            const card = message.kind === 'update' ? undefined : cardIn(message);
            if (answer.outcome === 'accepted' && ringingMs !== null && card) {
              this.clock.after(sentAtMs + ringingMs - this.clock.nowMs(), () => {
                if (phone.card?.ringId === card.ringId)
                  void phone.house.track(phone.receipt('ringing', card));
              });
            }
            return answer;
          },
        }),
    }) as Plugin;
  }

  /** A chat that a team is told its news in. */
  private room(): Plugin {
    return defineNotifier({
      id: 'room',
      name: 'Simulated chat',
      address: 'room',
      settings: z.object({}),
      target: z.strictObject({ name: z.string() }),
      messages: ['inform'],
      open: () =>
        Promise.resolve({
          send: ({ id, target, message }) => {
            if (message.kind !== 'inform') throw new Error('a chat is told news only');
            const { title, body, link } = message;
            this.said.push({ id, room: target.name, title, body, link });
            return Promise.resolve(this.roomAnswers.shift() ?? { outcome: 'accepted' });
          },
        }),
    }) as Plugin;
  }

  private landline(): Plugin {
    return defineNotifier({
      id: 'landline',
      name: 'Simulated telephone network',
      address: 'person',
      settings: z.object({}),
      target: z.strictObject({ number: z.string() }),
      messages: ['phone', 'hang-up', 'verification'],
      open: () =>
        Promise.resolve({
          send: ({ id, target, message }) => {
            if (message.kind === 'phone') this.dial(target.number, id);
            if (message.kind === 'verification') this.texts.push({ to: target.number, text: message.text });
            return Promise.resolve({ outcome: 'accepted', externalId: id });
          },
        }),
    }) as Plugin;
  }
}
