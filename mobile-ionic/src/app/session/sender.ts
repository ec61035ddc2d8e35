import { HttpContext } from '@angular/common/http';
import { Injectable } from '@angular/core';
import { pause } from './clock';
import { IDEMPOTENCY_KEY } from './http';
import { isPassing, problemOf } from './problem';

const PAUSES_MS = [400, 800, 1_500, 3_000] as const;
const GIVE_UP_MS = 15 * 60_000;

/**
 * For what must arrive: accepting, declining, a comment. The same key on every try makes a repeat harmless;
 * it goes on until a server said yes or no.
 */
@Injectable({ providedIn: 'root' })
export class Sender {
  private hurry: (() => void) | undefined;

  constructor() {
    addEventListener('online', () => this.hurry?.());
  }

  async send<T>(
    ask: (context: HttpContext) => Promise<T>,
    tried: (times: number) => void = () => undefined,
    key = crypto.randomUUID() as string,
  ): Promise<T> {
    const from = Date.now();
    for (let times = 1; ; times++) {
      tried(times);
      try {
        return await ask(new HttpContext().set(IDEMPOTENCY_KEY, key));
      } catch (error) {
        if (!isPassing(problemOf(error).status) || Date.now() - from > GIVE_UP_MS) throw error;
      }
      const rest = PAUSES_MS[Math.min(times, PAUSES_MS.length) - 1] ?? 3_000;
      await Promise.race([pause(rest), new Promise<void>((resolve) => (this.hurry = resolve))]);
    }
  }
}
