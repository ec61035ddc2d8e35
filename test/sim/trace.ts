import { createHash } from 'node:crypto';

/** What happened, line by line, without ids: the same seed gives the same lines, and so the same hash. */
export class Trace {
  readonly lines: string[] = [];
  private readonly sum = createHash('sha256');
  private done = '';

  constructor(
    private readonly startMs: number,
    private readonly now: () => number,
  ) {}

  say(who: string, what: string): void {
    const line = `${((this.now() - this.startMs) / 1000).toFixed(3).padStart(9)} ${who.padEnd(6)} ${what}`;
    this.lines.push(line);
    this.sum.update(`${line}\n`);
  }

  get hash(): string {
    this.done ||= this.sum.digest('hex').slice(0, 16);
    return this.done;
  }
}
