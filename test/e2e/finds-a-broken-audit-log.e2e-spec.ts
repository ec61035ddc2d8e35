import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AuditChain } from '../../src/modules/access/index.js';
import { barry } from '../harness/command-line.js';
import { House } from '../harness/house.js';
import type { Json } from '../harness/json.js';
import { firstAdmin, makePerson, type Person } from '../harness/world.js';

describe('the chain of the audit log', () => {
  let house: House;
  let admin: Person;
  const folder = mkdtempSync(join(tmpdir(), 'barry-audit-'));

  beforeAll(async () => {
    house = await House.start();
    admin = await firstAdmin(house);
    for (const name of ['Ada', 'Ben', 'Chie', 'Dan']) await makePerson(house, admin, name);
    await house.query(`update audit_chain_head set adopts_until = '2020-01-01'`);
  }, 60_000);
  afterAll(async () => {
    await house.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const verify = (query = ''): Promise<Json> =>
    house.ok('GET', `/audit/verify${query}`, undefined, admin.token);
  /** As whoever owns the database can: no trigger stands in their way. */
  const asSuperuser = (sql: string): Promise<object[]> =>
    house.query(`begin; set local session_replication_role = replica; ${sql}; commit`);
  const file = async (query = ''): Promise<string> => {
    const url = `${house.origin}/api/v1/audit/export${query}`;
    return (await fetch(url, { headers: { authorization: `Bearer ${admin.token}` } })).text();
  };
  const exported = async (text: string): Promise<Awaited<ReturnType<typeof told>>> => {
    const path = join(folder, 'audit.jsonl');
    writeFileSync(path, text);
    return told(['audit', 'verify', '--file', path, '--json'], false);
  };
  const told = async (args: readonly string[], withToken = true) => {
    const run = barry(house, args, withToken ? { token: admin.token } : { server: '127.0.0.1:1' });
    return { exit: await run.exit, out: run.out.text, err: run.err.text };
  };

  it('holds from the first row on, page by page, and says how far', async () => {
    const verdict = await verify();
    const [{ count } = { count: 0 }] = await house.query<{ count: number }>(
      `select count(*)::int as count from audit_log`,
    );
    expect(verdict).toMatchObject({ intact: true, checked: count, last: verdict['head'] });
    const first = await verify('?rows=3');
    expect(first).toMatchObject({ intact: true, checked: 3, nextFrom: 4 });
    expect(await verify('?from=4')).toMatchObject({ intact: true, checked: count - 3 });
    const head = verdict['head'];
    expect(await verify(`?knownNumber=${head.number}&knownHash=${head.hash}`)).toMatchObject({
      intact: true,
    });
    expect(await told(['audit', 'verify'])).toMatchObject({
      exit: 0,
      out: `The audit log holds: ${count} rows, up to ${head.number}:${head.hash}\n`,
    });
  });

  it('is made by several replicas at once without a hole and without a fork', async () => {
    const other = await House.start({ joins: house });
    await Promise.all(
      Array.from({ length: 24 }, (_, i) =>
        (i % 2 ? house : other).ok('POST', '/teams', { slug: `t-${i}`, name: `T ${i}` }, admin.token),
      ),
    );
    await Promise.all([house, other].map((one) => one.get(AuditChain).catchUp()));
    expect(await verify()).toMatchObject({ intact: true });
    const [row] = await house.query<{ rows: number; last: number }>(
      `select count(*)::int as rows, max(number)::int as last from audit_chain`,
    );
    expect(row?.rows).toBe(row?.last);
    await other.stop();
  });

  it('stands in the metrics, the log and the list', async () => {
    const { head } = await verify();
    const metrics = await (await fetch(`${house.origin}/metrics`)).text();
    expect(metrics).toContain(`barry_audit_chain_number ${head.number}`);
    expect(metrics).toContain(`barry_audit_chain_hash ${parseInt(head.hash.slice(0, 12), 16)}`);
    const { rows } = await house.ok('GET', '/audit?pageSize=1', undefined, admin.token);
    expect(rows[0]).toMatchObject({ number: head.number, hash: head.hash });
  });

  it('is searched by words, by address and by the noun of the action', async () => {
    const found = async (query: string): Promise<Json[]> =>
      (await house.ok('GET', `/audit?${query}`, undefined, admin.token))['rows'];
    const users = await found('action=user&query=chie');
    expect(users.map((row) => row['action'])).toEqual(['user.created']);
    expect(await found('address=192.0.2.1')).toEqual([]);
    expect((await found('address=127.0.0.1')).length).toBeGreaterThan(5);
    expect(await found('query=%25')).toEqual([]);
  });

  it('is exported with its end, and the file proves itself without a server', async () => {
    const { head } = await verify();
    const text = await file();
    const lines = text.trim().split('\n');
    expect(JSON.parse(lines.at(-1) ?? '')).toEqual({ checkpoint: head, complete: true });
    expect(lines).toHaveLength(head.number + 1);
    const right = await exported(text);
    expect({ exit: right.exit, err: right.err }).toEqual({ exit: 0, err: '' });
    expect(JSON.parse(right.out)).toMatchObject({ intact: true, checked: head.number });
    expect((await exported(text.replace('"actorName":"Admin"', '"actorName":"Mallory"'))).exit).toBe(6);
    const without = (i: number): string => lines.filter((_, at) => at !== i).join('\n');
    for (const [i, number] of [
      [2, 3],
      [lines.length - 2, head.number],
    ] as const) {
      const { exit, err } = await exported(without(i));
      expect(exit).toBe(6);
      expect(err).toContain(`number ${number}:`);
    }
    expect((await exported(without(lines.length - 1))).err).toContain('the end of the log was cut off');
    const part = await file('?action=user.created');
    expect(JSON.parse(part.trim().split('\n').at(-1) ?? '')).toMatchObject({ complete: false });
    expect((await exported(part)).exit).toBe(0);
  });

  it('is a table for people too, in which nothing is a formula', async () => {
    await house.ok('POST', '/teams', { slug: 'formula', name: '=HYPERLINK("http://x")' }, admin.token);
    const csv = await file('?format=csv&action=team.created');
    expect(csv.startsWith('"number","at","action"')).toBe(true);
    expect(csv).toContain(`"'=HYPERLINK(""http://x"")"`);
  });

  it('goes by gRPC as a stream, and to nobody who may not read it', async () => {
    const ben = await house.ok('POST', '/sign-in', {
      email: 'ben@example.org',
      password: 'correct horse battery',
    });
    for (const path of ['/audit/verify', '/audit/export'])
      expect((await house.rest('GET', path, undefined, ben['token'])).status).toBe(403);
  });

  it.each([
    [
      'changes a row',
      `update audit_log set actor_name = 'Mallory' where id = (select audit_id from audit_chain where number = 5)`,
      5,
      'row-changed',
    ],
    [
      'changes what was before',
      `update audit_log set after = '{}' where id = (select audit_id from audit_chain where number = 4)`,
      4,
      'row-changed',
    ],
    [
      'deletes a row',
      `delete from audit_log where id = (select audit_id from audit_chain where number = 6)`,
      6,
      'row-missing',
    ],
    [
      'deletes a row and its link',
      `delete from audit_log where id = (select audit_id from audit_chain where number = 6); delete from audit_chain where number = 6`,
      6,
      'number-missing',
    ],
    [
      'inserts a row',
      `insert into audit_log select gen_random_uuid(), at, action, actor_id, actor_name, via, address, agent, target_id, target_name, before, after from audit_log limit 1`,
      undefined,
      'row-unchained',
    ],
    [
      'reorders two rows',
      `update audit_chain set number = -5 where number = 5; update audit_chain set number = 5 where number = 6; update audit_chain set number = 6 where number = -5`,
      5,
      'link-broken',
    ],
    [
      'cuts off the end',
      `delete from audit_log where id in (select audit_id from audit_chain where number > 9); delete from audit_chain where number > 9`,
      10,
      'end-missing',
    ],
  ] as const)('does not hold after somebody %s', async (_, sql, number, reason) => {
    await verify();
    await house.query(
      'create table kept_log as table audit_log; create table kept_chain as table audit_chain',
    );
    await asSuperuser(sql);
    const { intact, broken, head } = await verify();
    expect({ intact, reason: broken?.reason }).toEqual({ intact: false, reason });
    expect(broken.number).toBe(number ?? head.number + 1);
    const { exit, err } = await told(['audit', 'verify', '--json']);
    expect(exit).toBe(6);
    expect(err).toMatch(/^barry: AUDIT_BROKEN: number \d+: /);
    await asSuperuser(
      `delete from audit_log; delete from audit_chain; insert into audit_log table kept_log;
       insert into audit_chain table kept_chain; drop table kept_log, kept_chain`,
    );
    expect(await verify()).toMatchObject({ intact: true });
  });

  it('that was written anew from its end on is contradicted by a checkpoint from elsewhere', async () => {
    const { head } = await verify();
    await asSuperuser(
      `delete from audit_log where id = (select audit_id from audit_chain where number = ${head.number});
       delete from audit_chain where number = ${head.number};
       update audit_chain_head set last = ${head.number - 1},
         hash = (select hash from audit_chain where number = ${head.number - 1})`,
    );
    expect(await verify()).toMatchObject({ intact: true });
    const { exit, err } = await told(['audit', 'verify', '--checkpoint', `${head.number}:${head.hash}`]);
    expect(exit).toBe(6);
    expect(err).toContain('it is not what the checkpoint says');
  });
});
