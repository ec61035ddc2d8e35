import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { type EmbeddedPostgres, startPostgres } from '../../scripts/embedded-postgres.mjs';
import { accountForPostgres } from '../../scripts/postgres/binaries.mjs';

const room = mkdtempSync(join(tmpdir(), 'embedded-postgres-'));
const dataDir = join(room, 'postgres');

async function query(url: string, text: string) {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

const pidIn = (folder: string) => Number(readFileSync(join(folder, 'postmaster.pid'), 'utf8').split('\n')[0]);

function listening(port: number): Promise<Server> {
  return new Promise((resolve) => {
    const server = createServer()
      .listen(port, '127.0.0.1', () => resolve(server))
      .unref();
  });
}

describe('the embedded PostgreSQL', () => {
  let first: EmbeddedPostgres;

  beforeAll(async () => {
    first = await startPostgres({ dataDir });
  }, 30_000);

  afterAll(async () => {
    await first.stop();
    rmSync(room, { recursive: true, force: true });
  });

  it('sorts, checks and stores as the house asks: UTF-8, a real locale, checksums', async () => {
    const [row] = await query(
      first.url,
      `select current_setting('server_encoding') as encoding, datctype as locale,
              current_setting('data_checksums') as checksums
         from pg_database where datname = current_database()`,
    );
    expect(row).toEqual({ encoding: 'UTF8', locale: 'C.UTF-8', checksums: 'on' });
  });

  it('lets nobody in without the password, which only its owner can read', async () => {
    const wrong = new URL(first.url);
    wrong.password = 'guess';
    await expect(query(wrong.href, 'select 1')).rejects.toMatchObject({ code: '28P01' });
    expect(statSync(`${dataDir}.json`).mode & 0o777).toBe(0o600);
  });

  it('adopts a server that its parent left running', async () => {
    const again = await startPostgres({ dataDir });
    expect(again).toMatchObject({ adopted: true, url: first.url });
  });

  it('comes back with every acknowledged row after a SIGKILL', async () => {
    await query(first.url, `create table kept as select 'here' as word`);
    process.kill(pidIn(dataDir), 'SIGKILL');
    first = await startPostgres({ dataDir });
    expect(first.adopted).toBe(false);
    expect(await query(first.url, 'select word from kept')).toEqual([{ word: 'here' }]);
  });

  it('keeps its port, and takes another when somebody else sits there', async () => {
    const { port } = first;
    await first.stop();
    first = await startPostgres({ dataDir });
    expect(first.port).toBe(port);

    await first.stop();
    const stranger = await listening(port);
    first = await startPostgres({ dataDir });
    stranger.close();
    expect(first.port).not.toBe(port);
    expect(await query(first.url, 'select word from kept')).toEqual([{ word: 'here' }]);
  });

  it('is not fooled by a pid file that names a stranger', async () => {
    await first.stop();
    writeFileSync(join(dataDir, 'postmaster.pid'), `${process.pid}\n/\n1\n5432\n\n127.0.0.1\n\nready\n`);
    first = await startPostgres({ dataDir });
    expect(first.adopted).toBe(false);
  });

  it('may be stopped twice', async () => {
    await first.stop();
    await first.stop();
    await expect(query(first.url, 'select 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});

describe('what the embedded PostgreSQL says when it cannot start', () => {
  const folder = mkdtempSync(join(tmpdir(), 'embedded-postgres-faults-'));
  const planted = (name: string, files: Record<string, string>) => {
    const dir = join(folder, name);
    mkdirSync(dir);
    for (const [file, text] of Object.entries(files)) writeFileSync(join(dir, file), text);
    return dir;
  };

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('names the folder that cannot be written', async () => {
    writeFileSync(join(folder, 'file'), '');
    await expect(startPostgres({ dataDir: join(folder, 'file', 'postgres') })).rejects.toThrow(
      /data folder .*file cannot be written .*BARRY_DATA_DIR/,
    );
  });

  it('does not touch a folder that holds something else', async () => {
    const dir = planted('photographs', { 'cat.jpg': '' });
    await expect(startPostgres({ dataDir: dir })).rejects.toThrow('holds files but no database');
  });

  it('names the version that made the data', async () => {
    const dir = planted('old', { PG_VERSION: '15\n' });
    await expect(startPostgres({ dataDir: dir })).rejects.toThrow('was made by PostgreSQL 15');
  });

  it('says when the password is lost', async () => {
    const dir = planted('locked', { PG_VERSION: '18\n' });
    await expect(startPostgres({ dataDir: dir })).rejects.toThrow(/locked\.json is gone/);
  });

  it("repeats PostgreSQL's own reason, and leaves nothing running", async () => {
    const dir = join(folder, 'bad-setting');
    await expect(startPostgres({ dataDir: dir, settings: { shared_buffers: 'plenty' } })).rejects.toThrow(
      /PostgreSQL did not start: .*shared_buffers/,
    );
    expect(() => pidIn(dir)).toThrow('ENOENT');
  });

  it('never runs as root, and says so where no other account exists', () => {
    const passwd = join(folder, 'passwd');
    writeFileSync(passwd, 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65533::/:/bin/false\n');
    expect(accountForPostgres(folder, true, passwd)).toEqual({ name: 'nobody', uid: 65534, gid: 65533 });
    writeFileSync(passwd, 'root:x:0:0:root:/root:/bin/sh\n');
    expect(() => accountForPostgres(folder, true, passwd)).toThrow('PostgreSQL refuses to run as root');
    expect(accountForPostgres(folder, false, passwd)).toBeUndefined();
  });
});
