import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Demo } from './demo.js';
import type { Clock } from './platform/clock/clock.js';
import { PHONES } from './simulator.plugins.js';
import type { Simulator } from './simulator.js';

type Json = Readonly<Record<string, unknown>>;

const APPS = [
  { variant: 'normal', name: 'Simulated phone' },
  { variant: 'emergency', name: 'Simulated phone (emergency)' },
] as const;
const INTEGRATION = 'Simulator';
const LOOK_MS = 50;
const LOOKS = 200;

/** Two apps and a telephone for everybody of the demo, made by the API as their owners would; once. */
export async function seedSimulator(
  app: NestFastifyApplication,
  simulator: Simulator,
  demo: Demo,
  clock: Clock,
): Promise<void> {
  simulator.attach(app);
  const api = new Api(app);
  for (const [index, person] of demo.users.entries()) {
    const signedIn = await api.call('POST', '/sign-in', undefined, {
      email: person.email,
      password: person.password,
    });
    const token = String(signedIn['token']);
    const userId = String((signedIn['user'] as Json)['userId']);
    const devices = (await api.call('GET', '/devices', token))['devices'] as readonly Json[];
    for (const { variant, name } of APPS) {
      const id = `${person.email}/${variant}`;
      const known = devices.find((device) => device['name'] === name && device['variant'] === variant);
      const device =
        known ??
        ((
          await api.call('POST', '/devices', token, {
            name,
            platform: 'android',
            variant,
            addresses: [{ notifier: PHONES, target: { phone: id } }],
          })
        )['device'] as Json);
      simulator.addPhone({ id, owner: person.name, variant, deviceId: String(device['deviceId']) });
    }
    // A block of numbers that nobody is given.
    const number = `+8150000000${String(index + 10)}`;
    simulator.addTelephone(person.name, number);
    await proveNumber({ api, simulator, clock }, { userId, token, number });
    if (index === 0) simulator.hook = await hookOf(api, token);
  }
}

/** As its owner would: the code is read to the telephone, and given back. */
async function proveNumber(
  { api, simulator, clock }: { readonly api: Api; readonly simulator: Simulator; readonly clock: Clock },
  { userId, token, number }: { readonly userId: string; readonly token: string; readonly number: string },
): Promise<void> {
  const path = `/users/${userId}/contact-methods`;
  const methods = (await api.call('GET', path, token))['contactMethods'] as readonly Json[];
  const known = methods.find((method) => method['target'] === number);
  if (known?.['verified'] === true) return;
  const method = known ?? (await api.call('POST', path, token, { kind: 'phone', target: number }));
  const id = String(method['contactMethodId']);
  await api.call('POST', `${path}/${id}/code`, token, {});
  for (let looks = 0; looks < LOOKS && simulator.codeOf(number) === undefined; looks += 1)
    await clock.sleep(LOOK_MS);
  await api.call('POST', `${path}/${id}/confirm`, token, { code: simulator.codeOf(number) ?? '' });
}

async function hookOf(api: Api, token: string): Promise<string> {
  const { teams } = await api.call('GET', '/me', token);
  const [mail] = (teams as readonly Json[]).filter(({ slug }) => slug === 'mail');
  const { integrations } = await api.call('GET', '/integrations', token);
  const known = (integrations as readonly Json[]).find(({ name }) => name === INTEGRATION);
  const given = { teamId: mail?.['teamId'], name: INTEGRATION, source: 'generic' };
  const { integrationId } = known ?? (await api.call('POST', '/integrations', token, given));
  const setup = await api.call('POST', `/integrations/${String(integrationId)}/setup`, token, {});
  return new URL(String(setup['url'])).pathname;
}

class Api {
  constructor(private readonly app: NestFastifyApplication) {}

  async call(method: 'GET' | 'POST', path: string, token?: string, body?: Json): Promise<Json> {
    const answer = await this.app.inject({
      method,
      url: `/api/v1${path}`,
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
      ...(body ? { payload: body } : {}),
    });
    const view = answer.json<Json>();
    if (answer.statusCode >= 300)
      throw new Error(`The simulator: ${method} ${path}: ${answer.statusCode} ${JSON.stringify(view)}`);
    return view;
  }
}
