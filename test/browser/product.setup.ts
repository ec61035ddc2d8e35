import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { FullConfig } from '@playwright/test';
import pg from 'pg';
import { ROOT } from '../../scripts/bootstrap.mjs';
import { startPostgres } from '../../scripts/embedded-postgres.mjs';
import { isAlive, stopPostmaster } from '../../scripts/postgres/processes.mjs';
import { ensureBuilt } from '../../scripts/start/build.mjs';
import { Progress } from '../../scripts/start/progress.mjs';
import { Server } from '../../scripts/start/server.mjs';
import { freePort } from '../harness/free-port.js';
import { MailBox } from './house/mail-box.js';
import { found } from './house/organisation.js';
import { keepWorlds, type World } from './house/world.js';

const PREFIX = 'barry-test-browser-';

/** The product as `npm start` runs it, with an organisation made through its API: one for each worker. */
export default async function setup({ workers }: FullConfig): Promise<() => Promise<void>> {
  await removeLeftovers();
  await ensureBuilt(ROOT, new Progress());
  rmSync(join(ROOT, 'test-results', 'pictures'), { recursive: true, force: true });
  const room = mkdtempSync(join(tmpdir(), `${PREFIX}${process.pid}-`));
  const cleanUps = [async () => rmSync(room, { recursive: true, force: true })];
  const stop = async (): Promise<void> => {
    for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
  };
  try {
    const database = await startPostgres({
      dataDir: join(room, 'postgres'),
      settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' },
    });
    cleanUps.push(() => database.stop());
    const worlds: World[] = [];
    for (let nth = 0; nth < workers; nth += 1) {
      const place = join(room, String(nth));
      mkdirSync(place);
      worlds.push(await openWorld(place, await databaseOf(database.url, nth), cleanUps));
    }
    keepWorlds(worlds);
    return stop;
  } catch (error) {
    await stop();
    throw error;
  }
}

async function openWorld(
  room: string,
  databaseUrl: string,
  cleanUps: (() => Promise<void>)[],
): Promise<World> {
  const [http, grpc, mailPort] = [await freePort(), await freePort(), await freePort()];
  // There while Barry looks for it at his start: else he calls the notifier faulty until a mail has gone.
  const mails = await MailBox.open(mailPort);
  const server = new Server({
    root: ROOT,
    dataDir: room,
    environment: {
      PATH: process.env['PATH'],
      DATABASE_URL: databaseUrl,
      BARRY_EMBEDDED_DATABASE: 'true',
      BARRY_DATA_DIR: room,
      BARRY_HTTP_PORT: String(http),
      BARRY_GRPC_PORT: String(grpc),
      BARRY_DEMO: 'false',
      BARRY_LOG_LEVEL: 'warn',
      // One that is not there: it is off, and admins are told.
      BARRY_PLUGINS: join(room, 'plugin-that-is-not-there'),
      BARRY_NOTIFIERS_0_NAME: 'mail',
      BARRY_NOTIFIERS_0_PLUGIN: 'email',
      BARRY_NOTIFIERS_0_SETTINGS_HOST: '127.0.0.1',
      BARRY_NOTIFIERS_0_SETTINGS_PORT: String(mailPort),
      BARRY_NOTIFIERS_0_SETTINGS_SECURITY: 'none',
      BARRY_NOTIFIERS_0_SETTINGS_FROM: 'barry@example.jp',
    },
  });
  cleanUps.push(async () => {
    await server.stop();
    // What the server complained about, for whoever asks why a test failed.
    mkdirSync(join(ROOT, 'test-results'), { recursive: true });
    copyFileSync(server.log, join(ROOT, 'test-results', `browser-server-${basename(room)}.log`));
  });
  writeFileSync(join(room, 'server.pid'), String(server.pid));
  const origin = `http://127.0.0.1:${http}`;
  await server.ready(origin).finally(() => mails.close());
  const { adminLink } = JSON.parse(readFileSync(join(room, 'welcome.json'), 'utf8')) as {
    adminLink: string;
  };
  const organisation = await found(origin, new URL(adminLink).searchParams.get('token') ?? '');
  return { ...organisation, databaseUrl, mailPort };
}

/** The one that the server brings, and others beside it. */
async function databaseOf(url: string, nth: number): Promise<string> {
  if (nth === 0) return url;
  const client = new pg.Client(url);
  await client.connect();
  await client.query(`create database barry_${nth}`);
  await client.end();
  return Object.assign(new URL(url), { pathname: `/barry_${nth}` }).href;
}

/** A run that was killed could not tidy up after itself. */
async function removeLeftovers(): Promise<void> {
  const rooms = readdirSync(tmpdir()).filter((name) => name.startsWith(PREFIX));
  for (const name of rooms) {
    if (isAlive(Number(name.slice(PREFIX.length).split('-')[0]))) continue;
    const room = join(tmpdir(), name);
    for (const place of readdirSync(room)) endServer(join(room, place));
    await stopPostmaster(join(room, 'postgres'));
    rmSync(room, { recursive: true, force: true });
  }
}

function endServer(room: string): void {
  try {
    process.kill(Number(readFileSync(join(room, 'server.pid'), 'utf8')), 'SIGKILL');
  } catch {
    // It is gone, or never was.
  }
}
