import { EscalationEngine } from '../../src/modules/escalation/index.js';
import { SenderEngine } from '../../src/modules/notifications/index.js';
import type { House } from './house.js';

/** Two engines on one database and one clock; every turn is taken by both at once. */
export class Pair {
  constructor(
    readonly first: House,
    readonly second: House,
  ) {}

  get houses(): readonly [House, House] {
    return [this.first, this.second];
  }

  /** Both look at everything that is due until neither finds anything nor waits for a send. */
  async settle(): Promise<void> {
    for (let turns = 0; turns < 500; turns += 1) {
      await Promise.all(this.houses.map((house) => house.settle()));
      const flying = this.houses.reduce((sum, house) => sum + house.get(SenderEngine).inFlight, 0);
      const next = await this.nextMs();
      const isDue = next !== undefined && next <= this.first.clock.nowMs();
      if (flying - this.first.phones.sleeping <= 0 && !isDue) return;
    }
    throw new Error('The two houses do not come to rest');
  }

  async advance(seconds: number): Promise<void> {
    const { clock } = this.first;
    const target = clock.nowMs() + Math.round(seconds * 1000);
    await this.settle();
    for (let next = await this.nextMs(); next !== undefined && next <= target; next = await this.nextMs()) {
      clock.moveTo(Math.max(next, clock.nowMs()));
      await this.settle();
    }
    clock.moveTo(target);
    await this.settle();
  }

  private async nextMs(): Promise<number | undefined> {
    const found = [
      this.first.clock.nextJobAt(),
      await this.first.get(EscalationEngine).nextDueMs(),
      await this.first.get(SenderEngine).nextDueMs(),
    ];
    const times = found.filter((ms) => ms !== undefined);
    return times.length === 0 ? undefined : Math.min(...times);
  }
}
