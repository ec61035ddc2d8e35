import { Clock, type Timer } from './clock.js';

/** This machine's own time, for clients; the server asks the database. */
export class SystemClock extends Clock {
  now(): Date {
    return new Date();
  }

  isTrusted(): boolean {
    return true;
  }

  after(ms: number, act: () => void): Timer {
    const handle = setTimeout(act, Math.max(0, ms));
    return { cancel: () => clearTimeout(handle) };
  }
}
