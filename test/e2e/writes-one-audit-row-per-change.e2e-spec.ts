import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { allOperations } from '../../src/operations.js';
import { callByRest } from '../harness/call-operation.js';
import type { House } from '../harness/house.js';
import { type Kitchen, openKitchen } from '../harness/kitchen.js';
import type { Recipe } from '../harness/recipe.js';
import { RECIPES } from '../harness/recipes.js';
import { makePerson, PASSWORD, type Person } from '../harness/world.js';

interface AuditLogRow {
  readonly action: string;
  readonly actor_id: string | null;
  readonly actor_name: string;
  readonly via: string;
  readonly address: string;
  readonly target_id: string | null;
  readonly before: unknown;
  readonly after: unknown;
}

/** What acts on many at once says so of each, before the row of its own. */
const OF_EACH: Readonly<Record<string, readonly string[]>> = { ActOnAlerts: ['alert.snoozed'] };

/** There is one of each in the house. */
const WITHOUT_ID = new Set(['UpdateOrganisation', 'UpdateSignInRules', 'RotateSecrets', 'RebuildSearch']);

/** Nothing is another than before, or nothing of it can be shown. */
const NOTHING_TO_SHOW = new Set(['SignIn', 'SignOut', 'RevealSetup', 'RevealHeartbeat']);
/** There was nothing before, or what is done stands in `after` as a whole. */
const BEGINS =
  /^(Create|Enrol|Raise|StartEscalation|StartTestRings|AddTargets|AddComment|OpenFrom|UseDeviceCode|HandOver|ConfirmSignIn|Replay|SendVer|ActOnAlerts|RebuildSearch|ChangePassword|RevokeOtherSessions|RevokeUserSessions)/;
/** There is nothing afterwards; of rings, what became of each call stands in its own log. */
const ENDS = /^(Delete|RemoveDevice|RevokeSession|RevokeUserSession$|(Answer|Accept|Decline)Ring)/;

/** Holds a row to what an operation of this name has to say. */
function expectToShow(rpc: string, { before, after }: AuditLogRow): void {
  const isShown = { before: before !== null, after: after !== null };
  if (NOTHING_TO_SHOW.has(rpc)) return expect(isShown).toEqual({ before: false, after: false });
  if (BEGINS.test(rpc)) return expect(isShown).toEqual({ before: false, after: true });
  if (ENDS.test(rpc)) return expect(isShown).toEqual({ before: true, after: false });
  expect(isShown).toEqual({ before: true, after: true });
  expect(after).not.toEqual(before);
}

describe('the audit log', () => {
  let kitchen: Kitchen;
  let house: House;
  let worker: Person;

  beforeAll(async () => {
    kitchen = await openKitchen();
    ({ house } = kitchen);
    worker = await makePerson(house, kitchen.admin, 'Worker', 'admin');
  });
  afterAll(() => house.stop());

  const rows = (): Promise<AuditLogRow[]> =>
    house.query<AuditLogRow>(`select * from audit_log order by at, id`);
  const since = async (count: number): Promise<AuditLogRow[]> => (await rows()).slice(count);
  const cook = async (rpc: string, person: Person): Promise<Recipe> => {
    const recipe = RECIPES[rpc];
    if (!recipe) throw new Error(`There is no recipe for ${rpc}`);
    return recipe(kitchen, person);
  };

  it('says that the first admin came by the link', async () => {
    const first = (await rows()).filter((row) => row.action === 'admin-link.used');
    expect(first).toMatchObject([{ actor_id: kitchen.admin.userId, actor_name: 'Admin', via: 'sign-in' }]);
  });

  const audited = allOperations.filter(({ audit, rpc }) => audit !== undefined && rpc !== 'UseAdminLink');

  it.each(audited.map((operation) => [operation.rpc, operation] as const))(
    'has one row more after %s, which says who, where from, what was and what is',
    async (_, operation) => {
      const isLast = ['SignOut', 'ChangePassword'].includes(operation.rpc);
      const actor = isLast
        ? await makePerson(house, kitchen.admin, `Actor-${operation.rpc}`, 'admin')
        : worker;
      const { input, by = actor, becomes = kitchen.subject } = await cook(operation.rpc, actor);
      const before = (await rows()).length;
      const { status, body } = await callByRest(house, operation, input, by?.token);
      expect({ status, body }).toMatchObject({ status: operation.created ? 201 : 200 });
      const written = await since(before);
      expect(written.map((row) => row.action)).toEqual([...(OF_EACH[operation.rpc] ?? []), operation.audit]);
      const row = written.at(-1);
      if (row) expectToShow(operation.rpc, row);
      const who = by ?? becomes;
      expect(row).toMatchObject({ actor_id: who.userId, actor_name: who.name, address: '127.0.0.1' });
      expect(row?.via).toBe(by ? 'session' : 'sign-in');
      // What it was about can be found again, but for what has no id, and for what is about many.
      if (!WITHOUT_ID.has(operation.rpc) && !OF_EACH[operation.rpc])
        expect(row?.target_id).toMatch(/^[0-9a-f-]{36}$/);
    },
  );

  it.each(audited.map((operation) => [operation.rpc, operation] as const))(
    'has no row for a %s that was refused',
    async (_, operation) => {
      const before = (await rows()).length;
      const answer = await callByRest(house, operation, { nonsense: true }, kitchen.admin.token);
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(await since(before)).toEqual([]);
    },
  );

  it('shows what was and what is, and never a secret', async () => {
    const { admin } = kitchen;
    const user = await house.ok(
      'POST',
      '/users',
      { name: 'Zoe', email: 'zoe@example.org', password: 'a very secret word' },
      admin.token,
    );
    await house.ok('PATCH', `/users/${user['userId']}`, { version: 1, name: 'Zoë' }, admin.token);
    const token = await house.ok(
      'POST',
      '/tokens',
      { name: 'Script', scopes: ['read'], expiresInDays: 1 },
      admin.token,
    );
    const page = await house.ok('GET', `/audit?targetId=${user['userId']}`, undefined, admin.token);
    expect(page['rows']).toMatchObject([
      { action: 'user.updated', before: { name: 'Zoe' }, after: { name: 'Zoë' }, targetName: 'Zoë' },
      { action: 'user.created', after: { name: 'Zoe' } },
    ]);
    const all = JSON.stringify(await rows());
    for (const secret of ['a very secret word', token['secret'], PASSWORD, admin.token])
      expect(all.includes(secret)).toBe(false);
  });

  it('is found by action, actor and time, page by page, newest first', async () => {
    const { admin } = kitchen;
    const get = (query: string) => house.ok('GET', `/audit?${query}`, undefined, admin.token);
    const whole = (await get('pageSize=200'))['rows'];
    const found: unknown[] = [];
    let pageToken = '';
    do {
      const page = await get(`pageSize=7${pageToken && `&pageToken=${pageToken}`}`);
      found.push(...page['rows']);
      pageToken = page['nextPageToken'] ?? '';
    } while (pageToken && found.length < 200);
    expect(found.slice(0, 200)).toEqual(whole.slice(0, found.length));
    const created = (await get(`action=team.created&actorId=${admin.userId}`))['rows'];
    expect(created.map((row: AuditLogRow) => row.action)).toContain('team.created');
    expect(new Set(created.map((row: AuditLogRow) => row.action)).size).toBe(1);
    const now = house.clock.now().toISOString();
    expect((await get(`until=${now}`))['rows']).toEqual([]);
    expect((await get(`from=${now}&pageSize=1`))['rows']).toHaveLength(1);
  });

  it('cannot be changed or emptied, whoever tries', async () => {
    for (const sql of [
      `update audit_log set actor_name = 'somebody else'`,
      `delete from audit_log`,
      `truncate audit_log`,
    ])
      await expect(house.query(sql)).rejects.toThrow('append-only');
  });
});
