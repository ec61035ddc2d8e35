import { HearingEngine, IntegrationStats } from '../../src/modules/webhooks/index.js';
import { type House, type RestAnswer } from './house.js';
import { Outside } from './outside.js';
import { makeWorld, type World, type WorldOptions } from './world.js';

type Said = RestAnswer['body'];

/** Between two looks, as the chore has it. */
const LOOK_SECONDS = 5;

/** A house that expects to be spoken to; its looks are taken by the test, as its chore would. */
export class SignsOfLife {
  readonly outside: Outside;

  private constructor(readonly world: World) {
    this.outside = new Outside(world);
  }

  static async begin(options: WorldOptions = {}): Promise<SignsOfLife> {
    const signs = new SignsOfLife(await makeWorld(options));
    await signs.look();
    return signs;
  }

  get house(): House {
    return this.world.house;
  }

  admin(method: string, path: string, body?: unknown): Promise<Said> {
    return this.house.ok(method, path, body, this.world.admin.token);
  }

  async look(house: House = this.house): Promise<void> {
    await house.get(HearingEngine).run(house.clock.now());
    await house.settle();
  }

  /** Time goes by, and the house looks as often as it does. */
  async pass(seconds: number): Promise<void> {
    for (let left = seconds; left > 0; left -= LOOK_SECONDS) {
      await this.house.advance(Math.min(left, LOOK_SECONDS));
      await this.look();
    }
  }

  /** What came is known at its integration. */
  counted(): Promise<void> {
    return this.house.get(IntegrationStats).settled();
  }

  /** Of an integration; every minute, half a minute late at most, unless said otherwise. */
  async heartbeat(integrationId: string, more: object = {}): Promise<Said> {
    const given = { integrationId, name: 'Backup', everySeconds: 60, graceSeconds: 30, ...more };
    return this.admin('POST', '/heartbeats', given);
  }

  get(heartbeatId: string): Promise<Said> {
    return this.admin('GET', `/heartbeats/${heartbeatId}`);
  }

  async change(heartbeatId: string, change: object): Promise<Said> {
    const { version } = await this.get(heartbeatId);
    return this.admin('PATCH', `/heartbeats/${heartbeatId}`, { version, ...change });
  }

  /** The path of its secret address. */
  async address(heartbeatId: string): Promise<string> {
    const { url } = await this.admin('POST', `/heartbeats/${heartbeatId}/address`, {});
    return new URL(url).pathname;
  }

  /** Its status, and what is said. */
  async ping(path: string, method = 'GET', body?: string): Promise<readonly [number, string]> {
    const answer = await fetch(this.house.origin + path, { method, ...(body === undefined ? {} : { body }) });
    return [answer.status, await answer.text()];
  }

  /** Newest first. */
  alerts(integrationId: string): Promise<Said[]> {
    return this.outside.alerts(integrationId);
  }

  /** What is noted about an alert, oldest first. */
  async notes(alertId: string): Promise<readonly string[]> {
    const rows = await this.house.query<{ note: string }>(
      `select params ->> 'note' as note from event_log where kind = 'alert.noted' and alert_id = $1 order by at, id`,
      [alertId],
    );
    return rows.map(({ note }) => note);
  }
}
