import { keyIdOf } from '../../src/platform/auth/secret-box.js';
import type { House } from './house.js';

/** Shorter than this it turns up by chance. */
const LEAST = 10;
/** Fields of requests and answers that hold a secret, whoever sends or gets them. */
const SECRET_FIELDS =
  /^(password|currentPassword|newPassword|secret|token|deviceToken|csrfToken|signingSecret|authToken|apiKey|clientSecret|auth|p256dh)$/;
/** Addresses that are secrets themselves: of an intake, of a heartbeat, of a link that lets somebody in. */
const SECRET_URL = /\/(?:webhooks\/[\w-]+|ping|integrations\/v1\/[\w-]+)\/([\w.~-]{16,})|#([\w-]{20,})$/;

/** Every secret that a house was told or gave out while it was tested. Nobody has to remember to plant any. */
export class PlantedSecrets {
  private readonly known = new Map<string, string>();

  plant(what: string, secret: string | undefined): void {
    if (secret !== undefined && secret.length >= LEAST) this.known.set(secret, what);
  }

  plantHeaders(headers: Readonly<Record<string, string>>): void {
    for (const [name, value] of Object.entries(headers))
      if (/^(authorization|cookie|x-.*(token|key|secret))$/i.test(name))
        this.plant(`header ${name}`, value.replace(/^\w+ /, ''));
  }

  /** What was sent or answered, however deep it stands. */
  plantBody(body: unknown): void {
    if (typeof body === 'string') {
      const found = SECRET_URL.exec(body);
      this.plant('address', found?.[1] ?? found?.[2]);
      return;
    }
    if (typeof body !== 'object' || body === null) return;
    for (const [name, value] of Object.entries(body)) {
      if (typeof value === 'string' && SECRET_FIELDS.test(name)) this.plant(`field ${name}`, value);
      else this.plantBody(value);
    }
  }

  /** What stands in a text that should stand nowhere, with the place and never the secret itself. */
  leaksIn(place: string, text: string): readonly string[] {
    return [...this.known].flatMap(([secret, what]) =>
      text.includes(secret) ? [`${what} (${keyIdOf(Buffer.from(secret))}) in ${place}`] : [],
    );
  }
}

/**
 * Whatever leaves the house for the eyes of others: the log, problems of both wires, metrics, and what is kept of
 * deliveries, of changes (audit log) and as news (event log).
 */
export async function leaksOf(house: House): Promise<readonly string[]> {
  const { planted, overheard } = house;
  // Not by the network: some houses speak TLS only.
  const { payload: metrics } = await house.app.inject({ method: 'GET', url: '/metrics' });
  const kept = async (columns: string, table: string): Promise<string> => {
    const rows = await house.query<{ said: string }>(
      `select concat_ws(' ', ${columns}) as said from ${table}`,
    );
    return rows.map(({ said }) => said).join('\n');
  };
  return [
    ...planted.leaksIn('the log', overheard.log.slice(overheard.logFrom).join('')),
    ...planted.leaksIn('a problem', overheard.problems.join('\n')),
    ...planted.leaksIn('the metrics', metrics),
    ...planted.leaksIn('kept headers of deliveries', await kept('headers', 'deliveries')),
    ...planted.leaksIn('the audit log', await kept('target_name, before, after', 'audit_log')),
    ...planted.leaksIn('the event log', await kept('params', 'event_log')),
  ];
}
