import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RingPush } from '../../src/plugins/kit/index.js';
import {
  type ApnsSimulator,
  apnsSimulator,
} from '../../src/plugins/notifiers/apns/simulator/apns.simulator.js';
import type { SimulatedPhone } from './simulated-phone.js';

/** A push service on loopback. Each server has a line of its own to it, which can be held without the others. */
export class Apple {
  private readonly phones = new Map<string, SimulatedPhone>();

  private constructor(
    private readonly lines: readonly ApnsSimulator[],
    private readonly dir: string,
  ) {}

  static async open(servers: number, dir: string): Promise<Apple> {
    const lines: ApnsSimulator[] = [];
    for (let i = 0; i < servers; i += 1) lines.push(await apnsSimulator());
    const apple = new Apple(lines, dir);
    for (const line of lines)
      line.onPush = ({ token, payload }) => apple.phones.get(token)?.receive(payload['barry'] as RingPush);
    return apple;
  }

  line(server: number): ApnsSimulator {
    const line = this.lines[server];
    if (!line) throw new Error(`There is no server ${server}`);
    return line;
  }

  /** What a server is started with. Its certificate authority is given to the process, as on a machine with a proxy. */
  environment(server: number): Record<string, string> {
    const line = this.line(server);
    const [config, ca] = [join(this.dir, `server-${server}.yaml`), join(this.dir, `server-${server}.pem`)];
    const notifiers = [{ name: 'apns', plugin: 'apns', priority: 1, settings: line.settings }];
    // JSON is YAML as well.
    writeFileSync(config, JSON.stringify({ notifiers }));
    writeFileSync(ca, line.ca ?? '');
    return { BARRY_CONFIG: config, NODE_EXTRA_CA_CERTS: ca };
  }

  /** As a device registers it. */
  address(name: string): { readonly notifier: 'apns'; readonly target: { readonly token: string } } {
    const [target] = this.lines.map((line) => line.register(name));
    return { notifier: 'apns', target: target ?? { token: '' } };
  }

  deliverTo(phone: SimulatedPhone, token: string): void {
    this.phones.set(token, phone);
  }

  /** Rings and updates that have arrived on this line, answered or not. */
  pushes(server: number): number {
    return this.line(server).requests.length;
  }

  async close(): Promise<void> {
    for (const line of this.lines) await line.close();
  }
}
