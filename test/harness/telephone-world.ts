import type { SimulatedCall } from '../../src/plugins/notifiers/twilio/simulator/twilio.simulator.js';
import { Metrics } from '../../src/platform/observability/metrics.js';
import type { Json } from './json.js';
import { DEAD } from './phones.js';
import { Telephones } from './telephones.js';
import { traceOf } from './trace.js';
import { grafanaAlert, makeWorld, type Person, type World } from './world.js';

export const AOI = '+819011112222';

/** A team whose apps never ring; Aoi has a telephone. */
export class TelephoneWorld {
  private startMs = 0;
  private escalationId = '';

  private constructor(
    readonly world: World,
    readonly telephones: Telephones,
  ) {}

  static async open(
    how: 'one' | 'two' = 'one',
    environment: Record<string, string> = {},
    prepare: (telephones: Telephones) => void = () => undefined,
  ): Promise<TelephoneWorld> {
    const telephones = await Telephones.start();
    prepare(telephones);
    const world = await makeWorld({
      plugins: telephones.plugins,
      environment: telephones.environment(how, environment),
    });
    telephones.house = world.house;
    for (const phone of Object.values(world.phones)) phone.behaviour = DEAD;
    const night = new TelephoneWorld(world, telephones);
    await night.giveTelephone(world.people.A, AOI);
    return night;
  }

  /** The same, and the alert has been sent. */
  static async called(...given: Parameters<typeof TelephoneWorld.open>): Promise<TelephoneWorld> {
    const night = await TelephoneWorld.open(...given);
    await night.alert();
    return night;
  }

  async alert(): Promise<void> {
    const { house, hook, admin } = this.world;
    this.startMs = house.clock.nowMs();
    await house.ok('POST', hook, grafanaAlert('Queue'));
    await house.settle();
    const { escalations } = await house.ok('GET', '/escalations?live=true', undefined, admin.token);
    this.escalationId = String(escalations[0].escalationId);
  }

  /** Seconds after the alert. */
  async at(second: number): Promise<void> {
    const { house } = this.world;
    await house.advance(second - (house.clock.nowMs() - this.startMs) / 1000);
    await this.telephones.settle();
  }

  /** What the last call of a provider does, and all that follows from it. */
  async by<Name extends 'first' | 'second'>(
    name: Name,
    act: (call: Telephones[Name]['calls'][number]) => Promise<void>,
  ): Promise<void> {
    const calls: readonly Telephones[Name]['calls'][number][] = this.telephones[name].calls;
    const call = calls.at(-1);
    if (!call) throw new Error(`nobody was called by the ${name} provider`);
    await act(call);
    await this.telephones.settle();
  }

  /** The last call of the first provider. */
  get call(): SimulatedCall {
    const call = this.telephones.first.calls.at(-1);
    if (!call) throw new Error('nobody was called by telephone');
    return call;
  }

  /** How many calls each provider was asked for. */
  get asked(): readonly [number, number] {
    return [this.telephones.first.calls.length, this.telephones.second.calls.length];
  }

  async status(): Promise<string> {
    const { house, admin } = this.world;
    const view = await house.ok('GET', `/escalations/${this.escalationId}`, undefined, admin.token);
    return String(view['status']);
  }

  trace(): Promise<string[]> {
    return traceOf(this.world, this.escalationId, this.startMs);
  }

  async callbacksCounted(outcome: string): Promise<number> {
    const { values } = await this.world.house.get(Metrics).callbacks.get();
    return values
      .filter(({ labels }) => labels.outcome === outcome)
      .reduce((sum, { value }) => sum + value, 0);
  }

  async notifier(name: string): Promise<Json> {
    const { house, admin } = this.world;
    const { notifiers } = await house.ok('GET', '/notifiers', undefined, admin.token);
    return notifiers.find((one: Json) => one['name'] === name);
  }

  async close(): Promise<void> {
    await this.telephones.settle();
    await this.world.house.stop();
    await this.telephones.close();
  }

  async giveTelephone({ userId, token }: Person, target: string): Promise<void> {
    const { house } = this.world;
    await house.ok('POST', `/users/${userId}/contact-methods`, { kind: 'phone', target }, token);
    await house.query(`update contact_methods set verified_at = created_at`);
  }
}
