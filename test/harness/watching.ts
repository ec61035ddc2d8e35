import { randomBytes } from 'node:crypto';
import { HeartbeatSender } from '../../src/modules/operations/index.js';
import { Chores } from '../../src/platform/clock/chores.js';
import { House } from './house.js';
import { makeWorld, type World } from './world.js';

export const SECRET = randomBytes(16).toString('hex');

/** A Barry “tokyo”, and another that watches it: two databases, one time, and real posts between them. */
export class Watching {
  private isLost = false;

  private constructor(
    readonly world: World,
    readonly watched: House,
  ) {}

  static async start(): Promise<Watching> {
    const world = await makeWorld({
      environment: {
        BARRY_WATCH_WATCHED_0_NAME: 'tokyo',
        BARRY_WATCH_WATCHED_0_SECRET: SECRET,
        BARRY_WATCH_WATCHED_0_TEAM: 'mail',
      },
    });
    const watched = await House.start({
      clock: world.house.clock,
      environment: {
        BARRY_WATCH_INSTALLATION: 'Tokyo',
        BARRY_WATCH_PEERS_0_URL: `${world.house.origin}/heartbeats/tokyo`,
        BARRY_WATCH_PEERS_0_SECRET: SECRET,
      },
    });
    return new Watching(world, watched);
  }

  get watcher(): House {
    return this.world.house;
  }

  /** The chores of both as their loops would do them, second by second. */
  async pass(seconds: number, alive: readonly House[] = [this.watched, this.watcher]): Promise<void> {
    for (let passed = 0; passed < seconds; passed += 1) {
      await this.watcher.advance(1);
      for (const house of alive) {
        await house.get(Chores).tick();
        await house.get(HeartbeatSender).settled();
        await house.settle();
      }
    }
  }

  /** The watched one is gone altogether. */
  async lose(): Promise<void> {
    this.isLost = true;
    await this.watched.stop();
  }

  async stop(): Promise<void> {
    if (!this.isLost) await this.watched.stop();
    await this.watcher.stop();
  }
}
