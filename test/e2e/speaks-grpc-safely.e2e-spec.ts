import { once } from 'node:events';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { Client, credentials, status as Grpc, Metadata, type ServiceError } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { lanCertificates } from '../../scripts/lan-certificates.mjs';
import { Transaction } from '../../src/platform/database/transaction.js';
import { freePort } from '../harness/free-port.js';
import { House } from '../harness/house.js';
import { firstAdmin, type Person } from '../harness/world.js';

const HOUSE_MS = 120_000;
const LIST_TEAMS = '/barry.people.v1.PeopleService/ListTeams';
const RAISE_ALERT = '/barry.alerts.v1.AlertsService/RaiseAlert';
const same = (bytes: Buffer): Buffer => bytes;

interface Asked {
  readonly path?: string;
  readonly bytes?: Buffer;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly deadlineMs?: number;
}

describe('gRPC over TLS', () => {
  let house: House;
  let admin: Person;
  let first: { readonly authority: string; readonly certificate: string; readonly key: string };
  const folder = mkdtempSync(join(tmpdir(), 'barry-tls-'));
  const files = { cert: join(folder, 'server.pem'), key: join(folder, 'server.key') };
  let port: number;

  const use = (pair: typeof first): void => {
    copyFileSync(pair.certificate, files.cert);
    copyFileSync(pair.key, files.key);
  };

  beforeAll(async () => {
    first = await lanCertificates({ dataDir: join(folder, 'first'), addresses: [] });
    use(first);
    port = await freePort();
    const environment = {
      BARRY_GRPC_CERT: files.cert,
      BARRY_GRPC_KEY: files.key,
      BARRY_GRPC_PORT: String(port),
    };
    house = await House.start({ environment });
    admin = await firstAdmin(house);
  }, HOUSE_MS);
  afterAll(async () => {
    await house.stop();
    rmSync(folder, { recursive: true });
  });

  const client = (authority?: Buffer): Client =>
    new Client(
      `localhost:${port}`,
      authority ? credentials.createSsl(authority) : credentials.createInsecure(),
    );

  function ask(on: Client, { path = LIST_TEAMS, bytes, metadata = {}, deadlineMs = 20_000 }: Asked = {}) {
    const said = new Metadata();
    said.set('authorization', `Bearer ${admin.token}`);
    for (const [name, value] of Object.entries(metadata)) said.set(name, value);
    return new Promise<{ readonly code: Grpc; readonly words: string }>((resolve) =>
      on.makeUnaryRequest(
        path,
        same,
        same,
        bytes ?? Buffer.alloc(0),
        said,
        { deadline: Date.now() + deadlineMs },
        (error: ServiceError | null) =>
          resolve({ code: error?.code ?? Grpc.OK, words: error?.details ?? '' }),
      ),
    );
  }

  /** The serial number of the certificate that a connection is shown now. */
  async function shown(): Promise<string> {
    const line = connectTls({ host: '127.0.0.1', port, rejectUnauthorized: false, ALPNProtocols: ['h2'] });
    await once(line, 'secureConnect');
    const { serialNumber } = line.getPeerCertificate();
    line.destroy();
    return serialNumber;
  }

  it('answers who trusts its authority, and nobody else', async () => {
    const good = client(readFileSync(first.authority));
    expect(await ask(good)).toEqual({ code: Grpc.OK, words: '' });
    good.close();
    const other = await lanCertificates({ dataDir: join(folder, 'stranger'), addresses: [] });
    for (const bad of [client(readFileSync(other.authority)), client()]) {
      expect((await ask(bad)).code).toBe(Grpc.UNAVAILABLE);
      bad.close();
    }
  });

  it('refuses a message that is too large', async () => {
    const on = client(readFileSync(first.authority));
    expect((await ask(on, { path: RAISE_ALERT, bytes: Buffer.alloc(3 * 1024 * 1024) })).code).toBe(
      Grpc.RESOURCE_EXHAUSTED,
    );
    expect((await ask(on)).code).toBe(Grpc.OK);
    on.close();
  });

  it('says of bytes that are no message that they are not valid, to whoever has signed in', async () => {
    const on = client(readFileSync(first.authority));
    const bytes = Buffer.from([0xff, 0xff, 0xff]);
    expect(await ask(on, { bytes })).toMatchObject({
      code: Grpc.INVALID_ARGUMENT,
      words: 'INVALID_INPUT: These bytes are no such message',
    });
    expect(await ask(on, { bytes, metadata: { authorization: '' } })).toMatchObject({
      code: Grpc.UNAUTHENTICATED,
    });
    on.close();
  });

  it('shows a renewed certificate within a minute, and goes on with the old one while the files do not fit', async () => {
    const before = await shown();
    const second = await lanCertificates({ dataDir: join(folder, 'second'), addresses: [] });
    copyFileSync(second.certificate, files.cert);
    await house.advance(61);
    expect(await shown()).toBe(before);
    use(second);
    await house.advance(61);
    expect(await shown()).not.toBe(before);
    const on = client(readFileSync(second.authority));
    expect((await ask(on)).code).toBe(Grpc.OK);
    on.close();
  });

  it('asks the database for nobody who has left', async () => {
    const transaction = house.get(Transaction);
    const asked: string[] = [];
    const gone = transaction.whileWanted(
      () => asked.length > 0,
      async () => {
        await transaction.query('select 1');
        asked.push('one');
        await transaction.query('select 2');
        asked.push('two');
      },
    );
    await expect(gone).rejects.toMatchObject({ code: 'CALLER_GONE' });
    expect(asked).toEqual(['one']);
  });

  it('ends a call at its deadline, whatever it waits for', async () => {
    const holder = new pg.Client(house.databaseUrl);
    await holder.connect();
    await holder.query('begin; lock table teams in access exclusive mode');
    const on = client(readFileSync(join(folder, 'second/tls/ca.pem')));
    expect((await ask(on, { deadlineMs: 1_000 })).code).toBe(Grpc.DEADLINE_EXCEEDED);
    await holder.query('rollback');
    await holder.end();
    expect((await ask(on)).code).toBe(Grpc.OK);
    on.close();
  });
});
