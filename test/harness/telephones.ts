import { defineNotifier, type NotifierHost, type Plugin } from '../../src/plugins/kit/index.js';
import {
  type TwilioSimulator,
  twilioSimulator,
} from '../../src/plugins/notifiers/twilio/simulator/twilio.simulator.js';
import { twilio } from '../../src/plugins/notifiers/twilio/twilio.js';
import {
  type VonageSimulator,
  vonageSimulator,
} from '../../src/plugins/notifiers/vonage/simulator/vonage.simulator.js';
import { vonage } from '../../src/plugins/notifiers/vonage/vonage.js';
import type { House } from './house.js';

type Fetch = NotifierHost['fetch'];

/** Two telephone providers with their networks; the house calls them `first` and `second`. */
export class Telephones {
  private held: Promise<void> | undefined;

  private constructor(
    readonly first: TwilioSimulator,
    readonly second: VonageSimulator,
    private readonly at: { house?: House | undefined },
  ) {}

  get house(): House | undefined {
    return this.at.house;
  }

  /** Whose clock the two networks go by. */
  set house(house: House | undefined) {
    this.at.house = house;
  }

  static async start(): Promise<Telephones> {
    const at: { house?: House | undefined } = {};
    const now = () => at.house?.clock.now() ?? new Date();
    return new Telephones(await twilioSimulator(now), await vonageSimulator(now), at);
  }

  /** The real plugins, led to the simulators. */
  get plugins(): readonly Plugin[] {
    const { first, second } = this;
    return [
      defineNotifier({
        ...twilio,
        id: 'twilio-lab',
        open: (settings, host) => twilio.open(settings, { ...host, fetch: this.through(first.fetch) }),
      }) as Plugin,
      defineNotifier({
        ...vonage,
        id: 'vonage-lab',
        open: (settings, host) => vonage.open(settings, { ...host, fetch: this.through(second.fetch) }),
      }) as Plugin,
    ];
  }

  /** Settings as an operator gives them in the environment. The first stands in the place of the house's landline. */
  environment(how: 'one' | 'two' = 'one', more: Record<string, string> = {}): Record<string, string> {
    return {
      ...settingsOf(1, 'first', 'twilio-lab', this.first.settings),
      ...(how === 'two' ? settingsOf(2, 'second', 'vonage-lab', this.second.settings) : {}),
      ...more,
    };
  }

  /** From now on answers are kept on their way back; what was asked for happens. Gives what lets them go. */
  hold(): () => void {
    const gate = Promise.withResolvers<void>();
    this.held = gate.promise;
    return () => {
      this.held = undefined;
      gate.resolve();
    };
  }

  /** Until the house and both networks have nothing left to do at this instant. */
  async settle(): Promise<void> {
    for (let times = 0; times < 3; times += 1) {
      await this.first.settled();
      await this.second.settled();
      await this.house?.settle();
    }
  }

  async close(): Promise<void> {
    await this.first.close();
    await this.second.close();
  }

  private through(fetch: Fetch | undefined): Fetch {
    return async (input, init) => {
      const answer = await (fetch ?? globalThis.fetch)(input, init);
      const { held } = this;
      const phones = this.house?.phones;
      if (!held || !phones) return answer;
      // Nobody waits for what stands still.
      phones.sleeping += 1;
      await held;
      phones.sleeping -= 1;
      return answer;
    };
  }
}

function settingsOf(index: number, name: string, plugin: string, settings: object): Record<string, string> {
  const at = `BARRY_NOTIFIERS_${index}`;
  const words = Object.entries(settings).map(([key, value]) => [
    `${at}_SETTINGS_${key.replace(/[A-Z]/g, (sign) => `_${sign}`).toUpperCase()}`,
    String(value),
  ]);
  return {
    [`${at}_NAME`]: name,
    [`${at}_PLUGIN`]: plugin,
    [`${at}_PRIORITY`]: String(index),
    ...(Object.fromEntries(words) as Record<string, string>),
  };
}
