import type { Seeded } from '../harness/seeded.js';
import { DomainError } from '../../src/platform/errors/domain-error.js';
import type { Replica } from './replica.js';
import type { Trace } from './trace.js';
import type { WorldTime } from './world-time.js';

const PATIENCE_MS = 10_000;
const MOST_TRIES = 60;

/** Thrown by what is asked, where the answer says: try again. */
export class Unavailable extends Error {}

/** How clients of the house behave: any replica will do, and what was not answered is asked again. */
export class Requests {
  open = 0;
  /** Failures that were no refusal of the house. */
  readonly failures: string[] = [];
  private readonly waiting = new Set<{ readonly replica: Replica; readonly lost: () => void }>();

  constructor(
    private readonly time: WorldTime,
    private readonly replicas: () => readonly Replica[],
    private readonly seeded: Seeded,
    private readonly trace: Trace,
  ) {}

  /** What the house says in the end; undefined where it has refused. */
  async ask<T>(what: string, act: (replica: Replica) => Promise<T>): Promise<T | undefined> {
    this.open += 1;
    try {
      for (let tries = 1; tries <= MOST_TRIES; tries += 1) {
        const alive = this.replicas().filter((one) => !one.isDead);
        const said = alive.length === 0 ? 'lost' : await this.once(this.seeded.one(alive), what, act);
        if (said !== 'lost') return said.answer;
        await this.pause(tries === 1 ? this.seeded.between(100, 500) : 1_000);
      }
      this.failures.push(`${what}: nobody has answered`);
      return undefined;
    } finally {
      this.open -= 1;
    }
  }

  died(replica: Replica): void {
    for (const one of [...this.waiting]) if (one.replica === replica) one.lost();
  }

  private once<T>(
    replica: Replica,
    what: string,
    act: (replica: Replica) => Promise<T>,
  ): Promise<'lost' | { readonly answer: T | undefined }> {
    return new Promise((resolve) => {
      const entry = { replica, lost: () => end('lost', 'no answer') };
      const late = this.time.after(PATIENCE_MS, undefined, () => end('lost', 'no answer'));
      const end = (said: 'lost' | { readonly answer: T | undefined }, word: string): void => {
        if (!this.waiting.delete(entry)) return;
        late.cancel();
        this.trace.say(replica.name, `${what}: ${word}`);
        resolve(said);
      };
      this.waiting.add(entry);
      this.time.after(this.seeded.between(1, 40), replica, () => {
        if (!this.waiting.has(entry)) return;
        act(replica).then(
          (answer) => end({ answer }, 'ok'),
          (error: unknown) => {
            if (error instanceof DomainError && error.kind !== 'unavailable' && error.kind !== 'unexpected')
              return end({ answer: undefined }, error.code);
            if (!(error instanceof Unavailable)) this.failures.push(`${what}: ${String(error)}`);
            end('lost', 'failed');
          },
        );
      });
    });
  }

  private pause(ms: number): Promise<void> {
    return new Promise((resolve) => void this.time.after(ms, undefined, () => resolve()));
  }
}
