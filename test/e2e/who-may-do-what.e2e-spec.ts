import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RIGHTS } from '../../src/modules/access/index.js';
import { allOperations } from '../../src/operations.js';
import type { RightRule } from '../../src/platform/auth/authority.js';
import type { OrgRoleName, ScopeName, TeamRoleName } from '../../src/platform/auth/caller.js';
import { isWrite, type Operation } from '../../src/platform/wire/operation.js';
import { callByRest } from '../harness/call-operation.js';
import { type Kitchen, openKitchen } from '../harness/kitchen.js';
import type { Recipe } from '../harness/recipe.js';
import { RECIPES } from '../harness/recipes.js';
import { makePerson, type Person } from '../harness/world.js';

interface Actor {
  readonly name: string;
  readonly org?: OrgRoleName;
  /** In the team that owns everything that is asked for. */
  readonly team?: TeamRoleName;
  /** In another team, which owns nothing of it. */
  readonly otherTeam?: TeamRoleName;
  readonly scopes: readonly ScopeName[];
  readonly isToken?: boolean;
}
const ALL: readonly ScopeName[] = ['read', 'write', 'ring'];
const ACTORS: readonly Actor[] = [
  { name: 'nobody', scopes: [] },
  { name: 'a read-only user', org: 'read-only', scopes: ALL },
  { name: 'a read-only user who owns the team', org: 'read-only', team: 'owner', scopes: ALL },
  { name: 'a member', org: 'member', scopes: ALL },
  { name: 'an observer of the team', org: 'member', team: 'observer', scopes: ALL },
  { name: 'a responder of the team', org: 'member', team: 'responder', scopes: ALL },
  { name: 'an owner of the team', org: 'member', team: 'owner', scopes: ALL },
  { name: 'a responder of another team', org: 'member', otherTeam: 'responder', scopes: ALL },
  { name: 'an owner of another team', org: 'member', otherTeam: 'owner', scopes: ALL },
  { name: 'an admin', org: 'admin', scopes: ALL },
  { name: 'an admin’s token to read', org: 'admin', scopes: ['read'], isToken: true },
  { name: 'an admin’s token to read and write', org: 'admin', scopes: ['read', 'write'], isToken: true },
  {
    name: 'an owner’s token to write and ring',
    org: 'member',
    team: 'owner',
    scopes: ['write', 'ring'],
    isToken: true,
  },
];

type Answer = 'yes' | 'sign in' | 'no' | 'not there';
const ORG: readonly OrgRoleName[] = ['read-only', 'member', 'admin'];
const TEAM: readonly TeamRoleName[] = ['observer', 'responder', 'owner'];

function has(actor: Actor, rule: RightRule, team: TeamRoleName | undefined): boolean {
  if (!actor.org || !actor.scopes.includes(rule.scope)) return false;
  if (ORG.indexOf(actor.org) >= ORG.indexOf(rule.org)) return true;
  if (!rule.team || !team || actor.org === 'read-only') return false;
  return TEAM.indexOf(team) >= TEAM.indexOf(rule.team);
}

/** Whose things these are is not a matter of roles. None of the actors is the one they belong to. */
const OF_SOMEBODY_ELSE: Readonly<Record<string, (actor: Actor) => Answer>> = {
  UpdateUser: (actor) => (actor.org === 'admin' ? 'yes' : 'no'),
  ListContactMethods: (actor) => (actor.org === 'admin' ? 'yes' : 'no'),
  CreateContactMethod: (actor) => (actor.org === 'admin' ? 'yes' : 'no'),
  SendVerificationCode: (actor) => (actor.org === 'admin' ? 'yes' : 'no'),
  ConfirmContactMethod: (actor) => (actor.org === 'admin' ? 'yes' : 'no'),
  DeleteContactMethod: (actor) => (actor.org === 'admin' ? 'yes' : 'no'),
  UpdateDevice: () => 'no',
  RemoveDevice: (actor) => (actor.org === 'admin' ? 'yes' : 'no'),
  StartTestRings: (actor) => (actor.org === 'admin' ? 'yes' : 'no'),
  StopTestRing: (actor) => (actor.org === 'admin' ? 'yes' : 'no'),
  CreateDeviceCode: (actor) => (actor.isToken ? 'no' : 'yes'),
  GetDeviceCode: () => 'not there',
  RevokeDeviceCode: () => 'not there',
  DeleteFile: (actor) => (actor.org === 'admin' || actor.team === 'owner' ? 'yes' : 'no'),
  HandOver: () => 'no',
  AnswerCall: () => 'not there',
  AcceptCall: () => 'not there',
  DeclineCall: () => 'not there',
};

/** What is done by somebody who has signed in, and not by a token of theirs. */
const NOT_BY_TOKEN = new Set([
  'SignOut',
  'ChangePassword',
  'CreateToken',
  'RotateToken',
  'RevokeOtherSessions',
  'StartSecondFactor',
  'ConfirmSecondFactor',
  'RemoveSecondFactor',
  'RenewRecoveryCodes',
]);
const OWN_THINGS = new Set(['RevokeSession', 'RevokeToken']);

function expected(operation: Operation, actor: Actor): Answer {
  const { allow, rpc } = operation;
  if (allow === 'public') return 'yes';
  if (!actor.org) return 'sign in';
  if (actor.isToken && NOT_BY_TOKEN.has(rpc)) return 'no';
  if (allow === 'ring') return actor.scopes.includes('ring') ? 'not there' : 'no';
  if (allow === 'signed-in') {
    if (actor.isToken && !operation.withoutScope)
      return actor.scopes.includes(isWrite(operation) ? 'write' : 'read') ? 'yes' : 'no';
    return !OWN_THINGS.has(rpc) || actor.scopes.includes('write') ? 'yes' : 'no';
  }
  const rule = (RIGHTS as Readonly<Record<string, RightRule>>)[allow];
  if (!rule) throw new Error(`The role table has no line for ${allow}`);
  if (!has(actor, rule, actor.team)) return 'no';
  return OF_SOMEBODY_ELSE[rpc]?.(actor) ?? 'yes';
}

const STATUS: Readonly<Record<Answer, RegExp>> = {
  yes: /^2\d\d$/,
  'sign in': /^401 UNAUTHENTICATED$/,
  no: /^403 (FORBIDDEN|SIGN_IN_NEEDED|NOT_YOURS)$/,
  'not there': /^404 \w+_UNKNOWN$/,
};

describe('the role table', () => {
  it('has a line for every right that an operation asks for, and no other', () => {
    const asked = new Set(allOperations.map((operation) => operation.allow));
    for (const special of ['public', 'signed-in', 'ring']) asked.delete(special);
    // Asked for by services, beside the right of the operation.
    asked.add('self.manage');
    asked.add('files.delete-any');
    expect([...asked].sort()).toEqual(Object.keys(RIGHTS).sort());
  });

  it('is tried by a recipe for every operation', () => {
    expect(Object.keys(RECIPES).sort()).toEqual(allOperations.map(({ rpc }) => rpc).sort());
  });
});

describe('who may do what', () => {
  let kitchen: Kitchen;
  const people = new Map<Actor, Person>();
  let count = 0;

  async function join(actor: Actor): Promise<Person> {
    const { house, admin, teamId, otherTeamId } = kitchen;
    if (!actor.org) return { userId: '', name: '', email: kitchen.subject.email, token: '' };
    const person = await makePerson(house, admin, `Actor-${(count += 1)}`, actor.org);
    const member = (team: string, role: string) =>
      house.ok('PUT', `/teams/${team}/members/${person.userId}`, { role }, admin.token);
    if (actor.team) await member(teamId, actor.team);
    if (actor.otherTeam) await member(otherTeamId, actor.otherTeam);
    if (!actor.isToken) return person;
    const made = { name: 'Script', scopes: actor.scopes, expiresInDays: 1 };
    return { ...person, token: (await house.ok('POST', '/tokens', made, person.token))['secret'] };
  }

  beforeAll(async () => {
    kitchen = await openKitchen();
    for (const actor of ACTORS) people.set(actor, await join(actor));
  }, 60_000);
  afterAll(() => kitchen.house.stop());

  const CONSUMES_THE_SESSION = new Set(['SignOut', 'ChangePassword']);
  const personFor = async (operation: Operation, actor: Actor): Promise<Person> =>
    CONSUMES_THE_SESSION.has(operation.rpc) ? join(actor) : (people.get(actor) ?? join(actor));

  const cook = async (operation: Operation, person: Person): Promise<Recipe> => {
    const recipe = RECIPES[operation.rpc];
    if (!recipe) throw new Error(`There is no recipe for ${operation.rpc}`);
    return recipe(kitchen, person);
  };

  it.each(allOperations.map((operation) => [operation.rpc, operation] as const))(
    '%s',
    async (_, operation) => {
      // An answer that changed nothing leaves the ingredients as they were.
      let fresh: Recipe | undefined;
      const found: Record<string, string> = {};
      for (const actor of ACTORS) {
        const person = await personFor(operation, actor);
        const isOwn = operation.allow === 'signed-in' || operation.rpc === 'RotateToken';
        const recipe = isOwn || !fresh ? await cook(operation, person) : fresh;
        const { status, body } = await callByRest(
          kitchen.house,
          operation,
          recipe.input,
          person.token || undefined,
        );
        const answer = expected(operation, actor);
        const said = status < 300 ? `${status}` : `${status} ${body['code']}`;
        // No house has two first admins: who is let in finds the link used.
        const matches =
          operation.rpc === 'UseAdminLink'
            ? /^(404 ADMIN_LINK_USED|429 TOO_MANY_TRIES)$/.test(said)
            : STATUS[answer].test(said);
        if (!matches) found[actor.name] = `${answer} expected, but ${said}`;
        fresh = isWrite(operation) && status < 300 ? undefined : recipe;
        if (answer !== 'sign in' && answer !== 'no') continue;
        const byGrpc = await kitchen.house.grpc(operation.rpc, recipe.input, person.token || undefined);
        const code = byGrpc.ok ? 'OK' : byGrpc.code;
        if (code !== body['code']) found[`${actor.name} by gRPC`] = `${body['code']} expected, but ${code}`;
      }
      expect(found).toEqual({});
    },
    60_000,
  );

  it('the live stream is for whoever may read', async () => {
    const stream = (token?: string) => kitchen.house.rest('GET', '/events', undefined, token);
    expect((await stream()).status).toBe(401);
    const writer = ACTORS.find((actor) => actor.isToken && !actor.scopes.includes('read'));
    expect((await stream(writer && people.get(writer)?.token)).status).toBe(403);
  });

  it.each([
    'UpdateDevice',
    'RemoveDevice',
    'GetDeviceCode',
    'RevokeDeviceCode',
    'HandOver',
    'AnswerCall',
    'AcceptCall',
    'DeclineCall',
    'GetRing',
    'AnswerRing',
    'AcceptRing',
    'DeclineRing',
    'PostReceipt',
  ])('%s, by whom it belongs to', async (rpc) => {
    const operation = allOperations.find((candidate) => candidate.rpc === rpc);
    if (!operation) throw new Error(`There is no ${rpc}`);
    const { input, by } = await cook(operation, kitchen.admin);
    const { status, body } = await callByRest(kitchen.house, operation, input, by?.token);
    expect({ status, body }).toMatchObject({ status: 200 });
  });
});
