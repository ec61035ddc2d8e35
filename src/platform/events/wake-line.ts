import pg from 'pg';
import { Clock, type Timer } from '../clock/clock.js';
import { newId } from '../database/new-id.js';
import type { Topic, Wake } from './wake.js';

const CHANNEL = 'barry_wake';
const AT_MOST_EVERY_MS = 20;
const TRY_AGAIN_MS = 1_000;

/** `events` only want a number, and whoever wrote them gives it. */
const FORWARDED: ReadonlySet<Topic> = new Set<Topic>(['numbered', 'timers', 'outbox']);

/**
 * The side connection over which replicas wake each other, outside of every transaction: a notification inside one
 * would make all commits queue up. What is lost here is found by the polls.
 */
export class WakeLine {
  private readonly self = newId();
  private readonly topics = new Set<Topic>();
  private client: pg.Client | undefined;
  private timer: Timer | undefined;
  private isTalking = false;
  private isStopped = false;

  constructor(
    private readonly url: string,
    private readonly wake: Wake,
    private readonly clock: Clock,
  ) {}

  async start(): Promise<void> {
    await this.connect();
    this.wake.forward = (topic) => this.say(topic);
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    this.wake.forward = () => undefined;
    this.wake.hearsOthers = false;
    this.timer?.cancel();
    await this.client?.end().catch(() => undefined);
  }

  private say(topic: Topic): void {
    if (!FORWARDED.has(topic)) return;
    this.topics.add(topic);
    this.plan();
  }

  /** One at a time: what is said meanwhile goes together with the next. */
  private plan(): void {
    if (this.isTalking) return;
    this.timer ??= this.clock.after(AT_MOST_EVERY_MS, () => {
      this.timer = undefined;
      void this.talk();
    });
  }

  private async talk(): Promise<void> {
    const text = `${this.self} ${[...this.topics].join(' ')}`;
    this.topics.clear();
    this.isTalking = true;
    const { client } = this;
    // Whoever does not answer is left, and another line looked for.
    await client?.query('select pg_notify($1, $2)', [CHANNEL, text]).catch(() => void client.end());
    this.isTalking = false;
    if (this.topics.size > 0) this.plan();
  }

  private hear(text: string): void {
    const [from, ...topics] = text.split(' ');
    if (from !== this.self) for (const topic of topics) this.wake.wakeHere(topic as Topic);
  }

  private async connect(): Promise<void> {
    const fresh = new pg.Client({
      connectionString: this.url,
      application_name: 'barry-wake',
      connectionTimeoutMillis: 2_000,
      query_timeout: 2_000,
      keepAlive: true,
      keepAliveInitialDelayMillis: 5_000,
    });
    let isLost = false;
    const lost = (): void => {
      if (isLost || this.isStopped) return;
      isLost = true;
      this.client = undefined;
      this.wake.hearsOthers = false;
      this.clock.after(TRY_AGAIN_MS, () => void this.connect());
    };
    fresh.on('error', lost);
    fresh.on('end', lost);
    fresh.on('notification', ({ payload }) => this.hear(payload ?? ''));
    try {
      await fresh.connect();
      await fresh.query(`listen ${CHANNEL}`);
      this.client = fresh;
      this.wake.hearsOthers = !isLost;
      // Whatever was said while there was no line: everybody looks once.
      for (const topic of FORWARDED) this.wake.wakeHere(topic);
    } catch {
      fresh.end().catch(() => undefined);
      lost();
    }
  }
}
