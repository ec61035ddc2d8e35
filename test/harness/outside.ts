import type { RestAnswer } from './house.js';
import type { World } from './world.js';

type Said = RestAnswer['body'];

export interface MadeIntegration {
  readonly id: string;
  readonly key: string;
  readonly curl: string;
  readonly instructions: string;
}

/** A world as the systems that send to it see it: addresses outside of the API, and what became of what they sent. */
export class Outside {
  constructor(readonly world: World) {}

  async integration(source: string, more: object = {}): Promise<MadeIntegration> {
    const { house, admin, teamId } = this.world;
    const given = { teamId, name: source, source, ...more };
    const { integrationId } = await house.ok('POST', '/integrations', given, admin.token);
    const setup = await house.ok('POST', `/integrations/${integrationId}/setup`, {}, admin.token);
    return { ...(setup as unknown as MadeIntegration), id: integrationId as string };
  }

  setKey(id: string, key: string, token = this.world.admin.token): Promise<RestAnswer> {
    return this.world.house.rest('POST', `/integrations/${id}/key`, { key }, token);
  }

  /** As a sender does it; a body that is no text is sent as JSON. */
  async send(
    method: string,
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<RestAnswer> {
    const answer = await fetch(this.world.house.origin + path, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, body: JSON.parse(text || '{}') as Said };
  }

  /** Newest first. */
  async deliveries(id: string): Promise<Said[]> {
    return (await this.read(`/integrations/${id}/deliveries`))['deliveries'];
  }

  async alerts(id: string): Promise<Said[]> {
    return (await this.read(`/alerts?integrationId=${id}`))['alerts'];
  }

  /** How many deliveries of a source ended like this, by the counter of the house. */
  async counted(source: string, outcome: string): Promise<number> {
    const text = await (await fetch(`${this.world.house.origin}/metrics`)).text();
    const line = new RegExp(
      `^barry_deliveries_total\\{source="${source}",outcome="${outcome}"\\} (\\d+)$`,
      'm',
    ).exec(text);
    return Number(line?.[1] ?? 0);
  }

  private read(path: string): Promise<Said> {
    return this.world.house.ok('GET', path, undefined, this.world.admin.token);
  }
}
