import { Api } from './api.js';
import type { Person } from './world.js';

interface RingCall {
  readonly status: string;
  readonly title: string;
  readonly takenBy: readonly string[];
}
export interface Ring {
  readonly ringId: string;
  readonly revision: number;
  readonly status: 'ringing' | 'answered' | 'over';
  readonly reason?: string;
  readonly card: { readonly receipt: { readonly token: string } };
  readonly calls: readonly RingCall[];
}
interface News {
  readonly kind: string;
  readonly deviceId?: string;
  readonly ringId?: string;
  readonly params: Readonly<Record<string, string>>;
}

/** A phone without a screen: enrolled, present by its open stream, and it proves its rings as the app does. */
export class ApiPhone {
  readonly informs: string[] = [];
  readonly seen: Ring[] = [];
  private readonly over = new AbortController();
  private readonly waiting = new Set<() => void>();
  private seq = 0;

  private constructor(
    readonly person: Person,
    readonly deviceId: string,
    private readonly api: Api,
    private readonly proves: boolean,
  ) {}

  /** `proves: false`: it is told of the ring and never says that it rings. */
  static async enrol(
    origin: string,
    person: Person,
    { proves = true, model = 'Pixel 9' } = {},
  ): Promise<ApiPhone> {
    const enrolled = await new Api(origin, person.token).post<{
      device: { deviceId: string };
      deviceToken: string;
    }>('/devices', { name: `${model} of ${person.name}`, platform: 'headless' });
    const api = new Api(origin, enrolled.deviceToken);
    const phone = new ApiPhone(person, enrolled.device.deviceId, api, proves);
    await phone.open();
    return phone;
  }

  get ring(): Ring | undefined {
    return this.seen.at(-1);
  }

  get hasRung(): boolean {
    return this.seen.length > 0;
  }

  /** Resolves when the phone's own view of things fits. */
  async until(what: string, fits: (phone: this) => boolean, patienceMs = 20_000): Promise<void> {
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      this.wake();
    }, patienceMs);
    try {
      while (!fits(this)) {
        if (late) throw new Error(`${this.person.name}: not ${what} within ${patienceMs} ms`);
        await new Promise<void>((resolve) => this.waiting.add(resolve));
      }
    } finally {
      clearTimeout(timer);
    }
  }

  async answer(): Promise<void> {
    await this.say('answer');
  }

  async accept(): Promise<void> {
    await this.say('accept');
  }

  async decline(reason: string): Promise<void> {
    await this.say('decline', { reason });
  }

  close(): void {
    this.over.abort();
  }

  private async say(verb: string, body: object = {}): Promise<void> {
    if (!this.ring) throw new Error(`${this.person.name} was not rung`);
    this.take(await this.api.post<Ring>(`/rings/${this.ring.ringId}/${verb}`, body));
  }

  private async open(): Promise<void> {
    const answer = await fetch(`${this.api.origin}/api/v1/events`, {
      headers: { accept: 'text/event-stream', authorization: `Bearer ${this.api.token}` },
      signal: this.over.signal,
    });
    if (!answer.ok || !answer.body) throw new Error(`The stream of ${this.person.name}: ${answer.status}`);
    void this.listen(answer.body).catch((error: unknown) => {
      if (!this.over.signal.aborted) throw error;
    });
  }

  private async listen(body: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<void> {
    let text = '';
    for await (const part of body.pipeThrough(new TextDecoderStream())) {
      const messages = (text + part).split('\n\n');
      text = messages.pop() ?? '';
      for (const message of messages) {
        const data = message
          .split('\n')
          .filter((line) => line.startsWith('data:'))
          .map((line) => line.slice(5))
          .join('\n');
        if (data.trim().startsWith('{')) await this.hear(JSON.parse(data) as News);
      }
    }
  }

  private async hear(news: News): Promise<void> {
    if (news.kind === 'inform.sent') {
      this.informs.push(news.params['body'] ?? '');
      this.wake();
    }
    const { kind, deviceId, ringId } = news;
    if (kind === 'ring.changed' && deviceId === this.deviceId && ringId) await this.look(ringId);
  }

  private async look(ringId: string): Promise<void> {
    const ring = await this.api.get<Ring>(`/rings/${ringId}`);
    const isNew = this.ring?.ringId !== ring.ringId || this.ring.revision !== ring.revision;
    this.take(ring);
    if (this.proves && isNew && ring.status === 'ringing') await this.prove(ring);
  }

  private async prove({ ringId, revision, card }: Ring): Promise<void> {
    const receipts = new Api(this.api.origin, card.receipt.token);
    const { deviceId } = this;
    for (const kind of ['delivered', 'ringing']) {
      const at = new Date().toISOString();
      await receipts.post('/receipts', { ringId, revision, deviceId, kind, seq: (this.seq += 1), at });
    }
  }

  private take(ring: Ring): void {
    this.seen.push(ring);
    this.wake();
  }

  private wake(): void {
    for (const resolve of this.waiting) resolve();
    this.waiting.clear();
  }
}
