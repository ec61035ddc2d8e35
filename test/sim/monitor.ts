import { IntakeService } from '../../src/modules/webhooks/intake.service.js';
import type { Arrival } from '../../src/modules/webhooks/arrival.js';
import { newId } from '../../src/platform/database/new-id.js';
import { grafana } from '../../src/plugins/alert-sources/grafana/grafana.js';
import { type AnyAlertSource, bodyOf, matchRoute } from '../../src/plugins/kit/index.js';
import { grafanaAlert } from '../harness/world.js';
import type { Replica } from './replica.js';
import { type Requests, Unavailable } from './requests.js';

export interface Sending {
  readonly name: string;
  readonly group: string;
  readonly severity: string;
  readonly status: 'firing' | 'resolved';
}

/** A Grafana that repeats what was not answered by 2xx. */
export class Monitor {
  /** What was answered 2xx, by name. */
  readonly taken = new Map<string, number>();
  /** How often it was sent, answered or not. */
  readonly tried = new Map<string, number>();

  constructor(
    private readonly hook: string,
    private readonly requests: Requests,
  ) {}

  async send(sending: Sending): Promise<void> {
    const { name, status } = sending;
    const body = grafanaAlert(name, sending);
    const bytes = Buffer.from(JSON.stringify(body));
    const answer = await this.requests.ask(`alert ${name} ${status}`, async (replica) => {
      if (status === 'firing') this.tried.set(name, (this.tried.get(name) ?? 0) + 1);
      const said = await replica.get(IntakeService).take(this.arrival(replica, bytes));
      if (said.status >= 500) throw new Unavailable(String(said.status));
      return said.status;
    });
    if (answer === 200 && status === 'firing') this.taken.set(name, (this.taken.get(name) ?? 0) + 1);
  }

  private arrival(replica: Replica, rawBody: Buffer): Arrival {
    const source = grafana as AnyAlertSource;
    const match = matchRoute(source.routes, 'POST', this.hook);
    if (!match) throw new Error(`${this.hook} is no address of ${source.id}`);
    const headers = { 'content-type': 'application/json' };
    return {
      deliveryId: newId(),
      source,
      route: match.route,
      address: '127.0.0.1',
      isTooLarge: false,
      bodyBytes: rawBody.length,
      delivery: {
        method: 'POST',
        path: this.hook,
        url: `http://barry.example.org${this.hook}`,
        params: match.params,
        query: {},
        headers,
        rawBody,
        body: bodyOf(rawBody, headers['content-type']),
        receivedAt: replica.clock.now(),
      },
    };
  }
}
