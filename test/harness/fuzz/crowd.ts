import { type Kitchen, make } from '../kitchen.js';
import type { Recipe } from '../recipe.js';
import { RECIPES } from '../recipes.js';
import { grafanaAlert, makePerson, makeTeam, PASSWORD, type Person } from '../world.js';

/** Somebody who asks, and what they may see of what is planted. */
export interface Actor {
  readonly name: string;
  readonly token?: string | undefined;
  readonly isAdmin?: boolean;
  readonly sees: ReadonlySet<SecretKind>;
}

/** `never`: what no answer repeats to anybody. */
export type SecretKind = 'raw' | 'contact' | 'key' | 'audit' | 'never';

/** What is planted in another team, by its words. */
export type Planted = ReadonlyMap<string, SecretKind>;

export interface Crowd {
  readonly actors: readonly Actor[];
  readonly planted: Planted;
  /** Of what the planted words belong to: nobody but an admin may change any of it. */
  readonly vault: ReadonlyMap<string, string>;
  /** By the id of the operation. */
  readonly samples: ReadonlyMap<string, Recipe['input']>;
  /** Of what may be changed and removed by anybody who may. */
  readonly sacrifice: ReadonlyMap<string, string>;
  /** Whose names and credentials the crowd lives by. */
  readonly keptIds: ReadonlySet<string>;
}

/** Several who ask, with a team of which none of them but the admin may see the inside. */
export async function gather(kitchen: Kitchen): Promise<Crowd> {
  const { house, admin } = kitchen;
  const victim = await makePerson(house, admin, 'Victim');
  const vaultTeam = await makeTeam(house, admin, 'vault', [[victim, 'owner']]);
  const { planted, vault } = await plant(kitchen, vaultTeam, victim);
  const owner = await makePerson(house, admin, 'OtherOwner');
  const responder = await makePerson(house, admin, 'OtherResponder');
  const reader = await makePerson(house, admin, 'Reader', 'read-only');
  const otherTeam = await makeTeam(house, admin, 'other', [
    [owner, 'owner'],
    [responder, 'responder'],
  ]);
  const script = { name: 'Script', scopes: ['read'], expiresInDays: 1 };
  const tokenOf = async (person: Person): Promise<string> =>
    (await house.ok('POST', '/tokens', script, person.token))['secret'] as string;
  const nothing = new Set<SecretKind>();
  const actors: readonly Actor[] = [
    {
      name: 'an admin',
      token: admin.token,
      isAdmin: true,
      sees: new Set(['raw', 'contact', 'key', 'audit']),
    },
    {
      name: "an admin's token to read",
      token: await tokenOf(admin),
      sees: new Set(['raw', 'contact', 'audit']),
    },
    { name: 'an owner of another team', token: owner.token, sees: nothing },
    { name: 'a responder of another team', token: responder.token, sees: nothing },
    { name: "another owner's token to read", token: await tokenOf(owner), sees: nothing },
    { name: 'somebody who is read-only', token: reader.token, sees: nothing },
    { name: 'a receipt token', token: await receiptToken(kitchen), sees: nothing },
    { name: 'a token that nobody has', token: `barry_t_${'x'.repeat(40)}`, sees: nothing },
    { name: 'nobody', sees: nothing },
  ];
  const [theAdmin, , theOwner] = actors;
  return {
    // Most that is behind the door is shown to these two only.
    actors: [...actors, ...[theAdmin, theAdmin, theOwner].filter((actor) => actor !== undefined)],
    planted,
    vault,
    ...(await sampled(kitchen, otherTeam)),
    keptIds: new Set([admin, owner, responder, reader].map(({ userId }) => userId).concat(...vault.values())),
  };
}

async function plant(
  kitchen: Kitchen,
  teamId: string,
  victim: Person,
): Promise<Pick<Crowd, 'planted' | 'vault'>> {
  const { house, admin } = kitchen;
  const planted = new Map<string, SecretKind>();
  const word = (kind: SecretKind, text: string): string => (planted.set(text, kind), text);
  const { integrationId } = await make(kitchen, '/integrations', {
    teamId,
    name: 'Vault',
    source: 'grafana',
  });
  const setup = await make(kitchen, `/integrations/${integrationId}/setup`, {});
  word('key', setup['key'] as string);
  const sent = { 'user-agent': word('raw', 'planted-in-a-header') };
  const hook = new URL(setup['url'] as string).pathname;
  await house.rest('POST', hook, grafanaAlert('Vault', { severity: 'info' }), undefined, sent);
  const beat = { integrationId, name: 'Vault', everySeconds: 3600 };
  const { heartbeatId } = await make(kitchen, '/heartbeats', beat);
  const revealed = JSON.stringify(await make(kitchen, `/heartbeats/${heartbeatId}/address`, {}));
  word('key', /ping\/([\w-]{16,})/.exec(revealed)?.[1] ?? 'no key of the heartbeat was found');
  const { contactMethodId } = await make(kitchen, `/users/${victim.userId}/contact-methods`, {
    kind: 'chat',
    target: word('contact', '@planted-contact'),
  });
  const wrong = { email: word('audit', 'planted-in-the-audit@example.org'), password: PASSWORD };
  await house.rest('POST', '/sign-in', wrong);
  const channel = { name: 'Room', notifier: 'room', news: ['escalation-taken'] };
  const target = { name: word('never', 'planted-room') };
  const { channelId } = await house.ok(
    'POST',
    `/teams/${teamId}/channels`,
    { ...channel, target },
    admin.token,
  );
  // Where the device is reached: its name is for everybody, and the shop makes the number of it.
  word('never', 'planted-phone-');
  const device = await house.phones.enrol(house, victim.token, 'planted-phone');
  word('never', device.token);
  word('never', victim.token);
  const { deliveries } = await house.ok(
    'GET',
    `/integrations/${integrationId}/deliveries`,
    undefined,
    admin.token,
  );
  const { policyId } = await make(kitchen, '/policies', {
    teamId,
    name: 'Vault',
    steps: [{ targets: [{ kind: 'user', id: victim.userId }] }],
  });
  const { serviceId } = await make(kitchen, '/services', { teamId, slug: 'vault', name: 'Vault' });
  return {
    planted,
    vault: new Map<string, string>([
      ['teamId', teamId],
      ['userId', victim.userId],
      ['integrationId', integrationId as string],
      ['heartbeatId', heartbeatId as string],
      ['contactMethodId', contactMethodId as string],
      ['channelId', channelId as string],
      ['deviceId', device.deviceId],
      ['deliveryId', (deliveries as { deliveryId: string }[])[0]?.deliveryId ?? ''],
      ['policyId', policyId as string],
      ['serviceId', serviceId as string],
    ]),
  };
}

/** One request to each operation that would be answered, and the things in it. */
async function sampled(kitchen: Kitchen, teamId: string): Promise<Pick<Crowd, 'samples' | 'sacrifice'>> {
  const samples = new Map<string, Recipe['input']>();
  const sacrifice = new Map<string, string>();
  for (const [rpc, cook] of Object.entries(RECIPES)) {
    const { input } = await cook(kitchen, kitchen.admin);
    samples.set(rpc.charAt(0).toLowerCase() + rpc.slice(1), input);
    for (const [name, value] of Object.entries(input))
      if (name.endsWith('Id') && typeof value === 'string') sacrifice.set(name, value);
  }
  for (const name of ['sessionId', 'tokenId', 'actorId']) sacrifice.delete(name);
  sacrifice.set('teamId', teamId).set('userId', kitchen.subject.userId);
  return { samples, sacrifice };
}

/** Of a phone that rings. */
async function receiptToken(kitchen: Kitchen): Promise<string> {
  const { house, admin } = kitchen;
  const called = await makePerson(house, admin, 'Called');
  const phone = await house.phones.enrol(house, called.token, 'called');
  await make(kitchen, '/escalations', { userIds: [called.userId], title: 'Ring' });
  await house.settle();
  await house.advance(1);
  if (!phone.card) throw new Error('Nothing rings');
  return phone.card.receipt.token;
}
