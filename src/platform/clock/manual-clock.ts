import { Clock, type Timer } from './clock.js';

interface Job {
  readonly at: number;
  readonly act: () => void;
}

/** For tests: time stands still until it is moved. */
export class ManualClock extends Clock {
  private jobs: Job[] = [];

  constructor(private current: number = Date.UTC(2026, 10, 22, 18, 12, 0)) {
    super();
  }

  now(): Date {
    return new Date(this.current);
  }

  isTrusted(): boolean {
    return true;
  }

  after(ms: number, act: () => void): Timer {
    const job: Job = { at: this.current + Math.max(0, ms), act };
    this.jobs.push(job);
    return { cancel: () => void (this.jobs = this.jobs.filter((other) => other !== job)) };
  }

  /** The instant of the earliest job, if there is one. */
  nextJobAt(): number | undefined {
    return this.jobs.reduce<number | undefined>((min, job) => Math.min(min ?? job.at, job.at), undefined);
  }

  /** Moves to an instant and does what is due by then, in order. Time never goes back. */
  moveTo(instantMs: number): void {
    for (let job = this.earliest(instantMs); job; job = this.earliest(instantMs)) {
      this.current = Math.max(this.current, job.at);
      this.jobs = this.jobs.filter((other) => other !== job);
      job.act();
    }
    this.current = Math.max(this.current, instantMs);
  }

  private earliest(untilMs: number): Job | undefined {
    return this.jobs
      .filter((job) => job.at <= untilMs)
      .reduce<Job | undefined>((min, job) => (!min || job.at < min.at ? job : min), undefined);
  }
}
