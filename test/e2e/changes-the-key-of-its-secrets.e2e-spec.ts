import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SealedColumns } from '../../src/platform/auth/sealed-columns.js';
import { keyIdOf } from '../../src/platform/auth/secret-box.js';
import { Chores } from '../../src/platform/clock/chores.js';
import { barry } from '../harness/command-line.js';
import { House } from '../harness/house.js';
import { callByRest } from '../harness/call-operation.js';
import { type Kitchen, openKitchen } from '../harness/kitchen.js';
import { RECIPES } from '../harness/recipes.js';
import { allOperations } from '../../src/operations.js';

const OLD = Buffer.alloc(32, 7).toString('base64');
const NEW = Buffer.alloc(32, 8).toString('base64');
const idOf = (key: string): string => keyIdOf(Buffer.from(key, 'base64'));

/** Boxes that nobody needs by the time a key is taken away. */
const SHORT_LIVED: Readonly<Record<string, string>> = {
  'outbox.message': 'a code on its way; it is worthless after ten minutes',
};

describe('the key of the secrets', () => {
  let kitchen: Kitchen;
  let house: House;
  let later: House;

  beforeAll(async () => {
    kitchen = await openKitchen();
    ({ house } = kitchen);
    // Whatever seals something seals it.
    for (const rpc of [
      'CreateIntegration',
      'UpdateIntegration',
      'CreateHeartbeat',
      'CreateTeamChannel',
      'SendVerificationCode',
      'CreateToken',
      'StartSecondFactor',
    ]) {
      const operation = allOperations.find((one) => one.rpc === rpc);
      const recipe = await RECIPES[rpc]?.(kitchen, kitchen.admin);
      if (!operation || !recipe) throw new Error(`There is no ${rpc}`);
      const key = { 'idempotency-key': `once-${rpc}` };
      const { status } = await callByRest(house, operation, recipe.input, kitchen.admin.token, key);
      expect(status).toBeLessThan(300);
    }
    const rows = await house.query<{ id: string }>(`select id from integrations limit 1`);
    const box = `v1.${idOf(OLD)}.`;
    expect(rows).toHaveLength(1);
    expect(box).toHaveLength(12);
    later = await House.start({
      joins: house,
      environment: { BARRY_SECRET_KEY: NEW, BARRY_OTHER_SECRET_KEYS: OLD },
    });
  }, 60_000);
  afterAll(async () => {
    await later.stop();
    await house.stop();
  });

  const state = () => later.ok('GET', '/secrets', undefined, kitchen.admin.token);

  it('is that of every column in which there is a box: none is forgotten', async () => {
    const columns = await house.query<{ table: string; column: string }>(
      `select table_name as table, column_name as column from information_schema.columns
       where table_schema = 'public' and data_type in ('text', 'jsonb', 'character varying', 'json')`,
    );
    const known = house.get(SealedColumns).all.map(({ table, column }) => `${table}.${column}`);
    const named = columns.filter(({ column }) => /sealed/.test(column));
    expect(
      named.map(({ table, column }) => `${table}.${column}`).filter((one) => !known.includes(one)),
    ).toEqual([]);
    const found: string[] = [];
    for (const { table, column } of columns) {
      const rows = await house.query(
        `select 1 from "${table}" where "${column}"::text like '%v1.${idOf(OLD)}.%' limit 1`,
      );
      if (rows.length > 0) found.push(`${table}.${column}`);
    }
    expect(found.filter((one) => !known.includes(one) && !(one in SHORT_LIVED))).toEqual([]);
    // The handshake of an address waits for somebody outside.
    expect(found.filter((one) => !(one in SHORT_LIVED)).sort()).toEqual(
      known.filter((one) => !one.startsWith('integration_handshakes')).sort(),
    );
  });

  it('is the new one for what is sealed now, while both open', async () => {
    const before = await state();
    expect(before).toMatchObject({ keyId: idOf(NEW), unreadable: 0 });
    expect(before['otherKeyIds']).toContain(idOf(OLD));
    expect(before['left']).toBeGreaterThan(5);
    const path = `/integrations/${kitchen.integrationId}/setup`;
    const setup = await later.ok('POST', path, {}, kitchen.admin.token);
    expect(setup['url']).toContain('/webhooks/grafana/');
  });

  it('is changed bit by bit, goes on after a crash in the middle, and ends with nothing left', async () => {
    const { left } = await state();
    const turn = await later.ok('POST', '/secrets/rotate', { rows: 2 }, kitchen.admin.token);
    expect(turn).toMatchObject({ resealed: 2, secrets: { left: left - 2 } });
    // As if it had died in the middle of a batch: what was not committed is still to be done.
    await house.query(
      `create function fails() returns trigger language plpgsql as $$ begin raise exception 'killed'; end $$;
       create trigger fails before update of key_sealed on integrations for each row execute function fails()`,
    );
    await later.rest('POST', '/secrets/rotate', {}, kitchen.admin.token);
    expect((await state())['left']).toBeGreaterThan(0);
    await house.query('drop trigger fails on integrations');
    const run = barry(later, ['secrets', 'rotate'], { token: kitchen.admin.token });
    expect([await run.exit, run.err.text]).toEqual([0, '']);
    expect(run.out.text).toContain(`All secrets that open are sealed with the key ${idOf(NEW)}.`);
    expect(await state()).toMatchObject({ left: 0, unreadable: 0 });
  });

  it('is changed by itself as well, by a chore', async () => {
    const made = { teamId: kitchen.teamId, name: 'Late', source: 'grafana' };
    await house.ok('POST', '/integrations', made, kitchen.admin.token);
    expect((await state())['left']).toBe(2);
    later.clock.moveTo(later.clock.nowMs() + 11 * 60_000);
    await later.get(Chores).tick();
    expect(await state()).toMatchObject({ left: 0 });
  });

  it('can be taken away once nothing is left: every secret opens with the new one alone', async () => {
    const alone = await House.start({ joins: house, environment: { BARRY_SECRET_KEY: NEW } });
    const path = `/integrations/${kitchen.integrationId}/setup`;
    expect((await alone.ok('POST', path, {}, kitchen.admin.token))['url']).toContain('/webhooks/grafana/');
    await alone.stop();
  });

  it('that is missing is said, and keeps nothing else from being sealed', async () => {
    const made = { teamId: kitchen.teamId, name: 'Lost', source: 'grafana' };
    await house.ok('POST', '/integrations', made, kitchen.admin.token);
    const alone = await House.start({ joins: house, environment: { BARRY_SECRET_KEY: NEW } });
    const run = barry(alone, ['secrets', 'rotate'], { token: kitchen.admin.token });
    expect([await run.exit, run.err.text]).toEqual([
      1,
      expect.stringMatching(/^barry: SECRETS_UNREADABLE: 2 /),
    ]);
    await alone.stop();
  });
});
