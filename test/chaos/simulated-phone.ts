import { setTimeout as pause } from 'node:timers/promises';
import type { RingPush } from '../../src/plugins/kit/index.js';
import { ok, rest } from './barry-process.js';

export interface Shown {
  readonly atMs: number;
  readonly ringId: string;
  readonly revision: number;
}

/**
 * A device as the app is one: holds a stream open at any of its servers, looks at a ring when it hears of it, drops
 * revisions that it has seen, proves that it rings, and comes back when its server is gone. Its log is the judge.
 */
export class SimulatedPhone {
  readonly rung: Shown[] = [];
  readonly stopped: Shown[] = [];
  /** Rings that were over for good: none may come back. */
  readonly over: Shown[] = [];
  /** Positions in the order in which they came: none may come twice. */
  readonly positions: number[] = [];
  private readonly seen = new Set<string>();
  private readonly cut = new AbortController();
  private readonly receipts = new Map<string, string>();
  private current: string | undefined;
  private last: string | undefined;
  private seq = 0;
  private work: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly origins: string[],
    private readonly token: string,
    readonly deviceId: string,
    readonly userId: string,
  ) {}

  /** Enrolled through the API; its stream opens at the first of `origins`. */
  static async enrol(
    origins: readonly string[],
    userToken: string,
    userId: string,
    addresses: readonly object[] = [],
  ): Promise<SimulatedPhone> {
    const phone = await SimulatedPhone.made(origins, userToken, userId, addresses);
    void phone.listen();
    return phone;
  }

  /** Its app is closed: only pushes reach it. */
  static made(
    origins: readonly string[],
    userToken: string,
    userId: string,
    addresses: readonly object[],
    platform = 'headless',
  ): Promise<SimulatedPhone> {
    const given = { name: 'Simulated', platform, addresses };
    return ok(origins[0] ?? '', 'POST', '/devices', given, userToken).then(
      ({ device, deviceToken }) =>
        new SimulatedPhone([...origins], String(deviceToken), device.deviceId, userId),
    );
  }

  /** A push as it arrives from its provider. */
  receive(push: RingPush): void {
    if (push.kind === 'ring' || push.kind === 'update') {
      const { ringId, revision, receipt } = push.card;
      this.after(() => this.show(ringId, revision, 'ringing', receipt.token));
    }
    if (push.kind === 'cancel') this.after(() => this.show(push.ringId, push.revision, 'over'));
  }

  get isRinging(): boolean {
    return this.current !== undefined;
  }

  async until(isSo: () => boolean, patienceMs: number): Promise<void> {
    for (const end = Date.now() + patienceMs; !isSo(); await pause(10))
      if (Date.now() > end) throw new Error(`A phone waited ${patienceMs} ms in vain`);
  }

  /** The owner's thumb; a 409 tells who was first. */
  async act(verb: 'answer' | 'accept' | 'decline'): Promise<number> {
    const ringId = this.current;
    if (ringId === undefined) return 0;
    const status = await this.persistently(async (origin) => {
      const answer = await rest(origin, 'POST', `/rings/${ringId}/${verb}`, {}, this.receipts.get(ringId));
      return answer.status;
    });
    // The device in the hand falls silent by itself.
    if (verb !== 'answer' && status < 300 && this.current === ringId) this.current = undefined;
    return status;
  }

  close(): void {
    this.cut.abort();
  }

  /** As the app: the next domain when one does not answer. */
  private async persistently<T>(work: (origin: string) => Promise<T>): Promise<T> {
    for (let tries = 0; ; tries += 1) {
      try {
        return await work(this.origins[0] ?? '');
      } catch (error) {
        if (tries > 20 || this.cut.signal.aborted) throw error;
        this.origins.push(this.origins.shift() ?? '');
        await pause(100);
      }
    }
  }

  private async listen(): Promise<void> {
    while (!this.cut.signal.aborted) {
      try {
        await this.stream(this.origins[0] ?? '');
      } catch {
        this.origins.push(this.origins.shift() ?? '');
      }
      await pause(100);
    }
  }

  private async stream(origin: string): Promise<void> {
    const answer = await fetch(`${origin}/api/v1/events`, {
      headers: {
        authorization: `Bearer ${this.token}`,
        ...(this.last === undefined ? {} : { 'last-event-id': this.last }),
      },
      signal: this.cut.signal,
    });
    let text = '';
    for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>) {
      text += new TextDecoder().decode(chunk);
      for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
        this.hear(text.slice(0, end).split('\n'));
        text = text.slice(end + 2);
      }
    }
  }

  private hear(lines: readonly string[]): void {
    const of = (name: string) => lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
    const [id, data] = [of('id'), of('data')];
    if (id === undefined || data === undefined) return;
    this.last = id;
    this.positions.push(Number(id));
    const event = JSON.parse(data) as { kind: string; deviceId?: string; ringId?: string };
    const { ringId } = event;
    if (event.kind === 'ring.changed' && event.deviceId === this.deviceId && ringId)
      this.after(() => this.look(ringId));
  }

  /** One thing after the other, as they came. */
  private after(next: () => Promise<void>): void {
    this.work = this.work.then(next).catch(() => undefined);
  }

  private async look(ringId: string): Promise<void> {
    const view = await this.persistently((origin) =>
      ok(origin, 'GET', `/rings/${ringId}`, undefined, this.token),
    );
    await this.show(ringId, Number(view['revision']), String(view['status']), view['card']?.receipt.token);
  }

  private async show(ringId: string, revision: number, status: string, token?: string): Promise<void> {
    const key = `${ringId}/${revision}`;
    if (this.seen.has(key)) return;
    this.seen.add(key);
    const shown = { atMs: Date.now(), ringId, revision };
    if (status !== 'ringing' || token === undefined) {
      if (status === 'over' && this.current === ringId) this.current = undefined;
      if (status === 'over') this.over.push(shown);
      this.stopped.push(shown);
      return;
    }
    this.rung.push(shown);
    this.current = ringId;
    this.receipts.set(ringId, token);
    await this.receipt(ringId, revision, 'ringing');
  }

  private receipt(ringId: string, revision: number, kind: string): Promise<unknown> {
    const body = {
      ringId,
      revision,
      deviceId: this.deviceId,
      kind,
      seq: (this.seq += 1),
      at: new Date().toISOString(),
    };
    return this.persistently((origin) => ok(origin, 'POST', '/receipts', body, this.receipts.get(ringId)));
  }
}
