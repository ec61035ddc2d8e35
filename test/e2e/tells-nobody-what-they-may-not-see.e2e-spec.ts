import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ADDRESSED_NOUNS, EventFeed, MODULE_OF_NOUN } from '../../src/modules/timeline/index.js';
import { ReceiptTokens } from '../../src/platform/auth/receipt-tokens.js';
import { API_MODULES, type ApiModule } from '../../src/platform/auth/scopes.rules.js';
import { newId, newRingId } from '../../src/platform/database/new-id.js';
import { EventLog } from '../../src/platform/events/event-log.js';
import type { House } from '../harness/house.js';
import { type Kitchen, openKitchen } from '../harness/kitchen.js';
import { listenByGrpc, listenBySse } from '../harness/listening.js';
import { makePerson, type Person } from '../harness/world.js';

/** News of which modules: all of it, that of some, or no stream at all. */
type Reads = 'everything' | readonly ApiModule[] | 'sign in' | 'no';
interface Actor {
  readonly name: string;
  readonly reads: Reads;
  readonly token?: string;
  readonly userId?: string;
}
interface Told {
  readonly kind: string;
  /** Undefined: whoever may read its module. */
  readonly audience?: readonly string[];
}

const OPEN = 'told-openly';
const MINE = 'told-to-the-actors';
const NOT_MINE = 'told-to-somebody-else';
/** No table names it: it is for those who may read everything. */
const UNKNOWN = 'secret';

describe('an event', () => {
  let kitchen: Kitchen;
  let house: House;
  const actors: Actor[] = [];

  const person = async (name: string, role: string, membership?: string, team = kitchen.teamId) => {
    const made = await makePerson(house, kitchen.admin, name, role);
    if (membership !== undefined)
      await house.ok(
        'PUT',
        `/teams/${team}/members/${made.userId}`,
        { role: membership },
        kitchen.admin.token,
      );
    return made;
  };
  const tokenOf = async (by: Person, scopes: readonly string[], more: object = {}): Promise<string> =>
    (await house.ok('POST', '/tokens', { name: 'Script', scopes, expiresInDays: 1, ...more }, by.token))[
      'secret'
    ];
  const add = (name: string, reads: Reads, who: { token?: string; userId?: string } = {}): void =>
    void actors.push({ name, reads, ...who });

  beforeAll(async () => {
    kitchen = await openKitchen();
    ({ house } = kitchen);
    const { admin } = kitchen;
    const everything = 'everything';
    const owner = await person('Olga', 'member', 'owner');
    add('nobody', 'sign in');
    add('an admin', everything, admin);
    add('an owner of the team', everything, owner);
    add('a responder of the team', everything, await person('Rena', 'member', 'responder'));
    add('an observer of the team', everything, await person('Otto', 'member', 'observer'));
    add(
      'a member of another team',
      everything,
      await person('Mona', 'member', 'responder', kitchen.otherTeamId),
    );
    add('a read-only user', everything, await person('Rolf', 'read-only'));
    const of = { userId: owner.userId };
    add('a token to read', everything, { ...of, token: await tokenOf(owner, ['read']) });
    add('a token to write and ring', 'no', { ...of, token: await tokenOf(owner, ['write', 'ring']) });
    add('a token of the timeline alone', [], { ...of, token: await tokenOf(owner, ['timeline:read']) });
    for (const module of API_MODULES.filter((one) => one !== 'timeline')) {
      const token = await tokenOf(owner, ['timeline:read', `${module}:read`]);
      add(`a token of ${module}`, [module], { ...of, token });
    }
    add('a token of alerts that was not given the timeline', 'no', {
      ...of,
      token: await tokenOf(owner, ['alerts:read']),
    });
    const { userId: ownerId } = await house.ok('POST', '/service-accounts', { name: 'Bot' }, admin.token);
    add('a service account', everything, {
      userId: ownerId,
      token: await tokenOf(admin, ['read'], { ownerId }),
    });
    add('a service account of incidents', ['incidents'], {
      userId: ownerId,
      token: await tokenOf(admin, ['timeline:read', 'incidents:read'], { ownerId }),
    });
    const carrier = await person('Dora', 'member', 'responder');
    const phone = await house.phones.enrol(house, carrier.token, 'phone-dora');
    add('a device', everything, { userId: carrier.userId, token: phone.token });
    const pass = { ringId: newRingId(), deviceId: newId() };
    const later = new Date(house.clock.nowMs() + 3_600_000);
    add('a receipt token', 'no', { token: house.get(ReceiptTokens).mint(pass, later) });
    await house.settle();
  }, 120_000);
  afterAll(() => house.stop());

  /** One of each sort for every line of the table, and of a noun that has none. */
  function news(): readonly Told[] {
    const own = [...new Set(actors.flatMap(({ userId }) => userId ?? []))];
    return [...Object.keys(MODULE_OF_NOUN), UNKNOWN].flatMap((noun) => [
      ...(ADDRESSED_NOUNS.has(noun) ? [] : [{ kind: `${noun}.${OPEN}` }]),
      { kind: `${noun}.${MINE}`, audience: own },
      { kind: `${noun}.${NOT_MINE}`, audience: [kitchen.subject.userId] },
      { kind: `${noun}.told-to-nobody`, audience: [] },
    ]);
  }

  function expectedFor({ reads, userId }: Actor): readonly string[] {
    if (typeof reads === 'string' && reads !== 'everything') return [];
    return news().flatMap(({ kind, audience }) => {
      const module = MODULE_OF_NOUN[kind.split('.')[0] ?? ''];
      const mayRead = reads === 'everything' || (module !== undefined && reads.includes(module));
      const isFor = audience === undefined || (userId !== undefined && audience.includes(userId));
      return mayRead && isFor ? [kind] : [];
    });
  }
  const REFUSED = { 'sign in': ['401', 'UNAUTHENTICATED'], no: ['403', 'FORBIDDEN'] } as const;

  it('you may not see never reaches you: not by a stream of either wire, and not by the timeline', async () => {
    const listening = [];
    for (const actor of actors)
      listening.push({
        actor,
        rest: await listenBySse(house, actor.token),
        grpc: await listenByGrpc(house, actor.token),
      });
    const at = house.clock.now();
    const { teamId } = kitchen;
    await house.get(EventLog).append(news().map((told) => ({ ...told, at, teamIds: [teamId] })));
    await house.settle();
    await house.get(EventFeed).tick();
    // Ends all streams: whoever has read theirs to its end has read everything that was sent.
    house.get(EventFeed).beforeApplicationShutdown();
    const wrong: Record<string, unknown> = {};
    for (const { actor, rest, grpc } of listening) {
      const { reads, name, token } = actor;
      const opened = typeof reads === 'string' && reads !== 'everything' ? REFUSED[reads] : ['200', 'OK'];
      const kinds = expectedFor(actor);
      const said = { opened: [rest.opened, grpc.opened], rest: await rest.heard, grpc: await grpc.heard };
      const page = await house.rest('GET', '/timeline?pageSize=200', undefined, token);
      const listed = ((page.body['events'] ?? []) as { kind: string }[]).map(({ kind }) => kind);
      const seen = { ...said, listed: listed.filter((kind) => /\.told-/.test(kind)).sort() };
      const due = { opened, rest: kinds, grpc: kinds, listed: [...kinds].sort() };
      if (JSON.stringify(seen) !== JSON.stringify(due)) wrong[name] = { seen, due };
    }
    expect(wrong).toEqual({});
    // The table is tried whole, and everybody who is told apart is there.
    expect(actors.length).toBeGreaterThanOrEqual(24);
  }, 120_000);
});
