import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { makeFolder } from './folders.mjs';
import { accountForPostgres, postgresBinaries, program } from './postgres/binaries.mjs';
import { asSeenInside, ensureCluster, freePort, isFree, USER } from './postgres/cluster.mjs';
import { readAccess, reasonIn, surroundings, writeAccess } from './postgres/cluster.mjs';
import { readPostmaster, runningPostmaster, stopPostmaster } from './postgres/processes.mjs';
import { Problem } from './problem.mjs';

const DATABASE = 'barry';
const START_PATIENCE_MS = 60_000;
const ADOPT_PATIENCE_MS = 5_000;

/**
 * A real PostgreSQL in a folder: made on first use, adopted when it already runs there (its parent was killed),
 * otherwise started. It lives in a session of its own: Ctrl-C reaches only us, we drain, then `stop()`.
 *
 * `binaries` is a folder with bin/initdb and bin/postgres of another version, for tests; else those of the packages.
 *
 * @param {{ dataDir: string, binaries?: string, settings?: Record<string, string | number>, say?: (text: string) => void }} options
 * @returns {Promise<{ url: string, port: number, adopted: boolean, stop(): Promise<void> }>}
 */
export async function startPostgres({ dataDir: folder, binaries: given, settings = {}, say = () => {} }) {
  const dataDir = resolve(folder);
  makeFolder(dirname(dataDir));
  const adopted = existsSync(dataDir) ? await adopt(dataDir) : undefined;
  if (adopted) return adopted;
  const account = accountForPostgres(dataDir);
  const binaries = given ?? postgresBinaries({ account, cacheDir: dirname(dataDir) });
  const access = await ensureCluster({ dataDir, binaries, account, isOurs: given === undefined, say });
  const port = (await isFree(access.port)) ? access.port : await freePort();
  await launched({ dataDir, binaries, account, port, settings });
  if (port !== access.port) writeAccess(dataDir, { ...access, port });
  return opened(dataDir, { ...access, port }, false);
}

/** Our password opens it, so it is ours; undefined when nothing runs here (any more). */
async function adopt(dataDir) {
  for (const until = Date.now() + ADOPT_PATIENCE_MS; ; await pause(20)) {
    const running = await runningPostmaster(dataDir);
    if (!running) return undefined;
    const access = readAccess(dataDir);
    const who = `A PostgreSQL (process ${running.pid}) runs in ${dataDir}, but`;
    if (!access) throw new Problem(`${who} ${dataDir}.json with its password is gone.`);
    try {
      return await opened(dataDir, { ...access, port: running.port }, true);
    } catch (cause) {
      // One that was killed a moment ago still looks alive.
      if (Date.now() > until) throw new Problem(`${who} does not answer us: ${cause.message}`, { cause });
    }
  }
}

/** The children of a killed server need a moment to notice; until then PostgreSQL refuses the folder. */
async function launched(options) {
  for (const until = Date.now() + ADOPT_PATIENCE_MS; ; await pause(100)) {
    try {
      return await launch(options);
    } catch (error) {
      if (!/shared memory block .*still in use/.test(error.message) || Date.now() > until) throw error;
    }
  }
}

async function launch({ dataDir, binaries, account, port, settings }) {
  const configured = {
    listen_addresses: '127.0.0.1',
    // Sockets would have to lie in a folder that the account can write.
    unix_socket_directories: '',
    log_timezone: 'UTC',
    timezone: 'UTC',
    port,
    ...settings,
  };
  const arguments_ = Object.entries(configured).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const log = `${dataDir}.log`;
  const output = openSync(log, 'w', 0o600);
  const child = spawn(
    program(binaries, 'postgres'),
    ['-D', asSeenInside(dataDir, account), ...arguments_],
    // A file and no pipe: a server that outlives us must not stumble over a reader that is gone.
    { ...surroundings(account, dataDir), detached: true, stdio: ['ignore', output, output] },
  );
  closeSync(output);
  child.unref();
  await ready(child, dataDir, log);
}

async function ready(child, dataDir, log) {
  let ended;
  child.once('error', (error) => (ended = error.message));
  child.once('exit', (code, signal) => (ended = `it ended with ${code ?? signal}`));
  for (const until = Date.now() + START_PATIENCE_MS; ; await pause(10)) {
    const postmaster = readPostmaster(dataDir);
    if (postmaster?.pid === child.pid && postmaster.status === 'ready') return;
    if (ended !== undefined) {
      const output = readFileSync(log, 'utf8');
      throw new Problem(`PostgreSQL did not start: ${output.trim() === '' ? ended : reasonIn(output)}`);
    }
    if (Date.now() > until) {
      child.kill('SIGQUIT');
      throw new Problem(`PostgreSQL was not ready after ${START_PATIENCE_MS / 1000} s; its log is ${log}.`);
    }
  }
}

async function opened(dataDir, { password, port }, adopted) {
  const address = { host: '127.0.0.1', port, user: USER, password };
  try {
    await ensureDatabase(address);
  } catch (error) {
    if (!adopted) await stopPostmaster(dataDir);
    throw error;
  }
  return {
    url: `postgres://${USER}:${encodeURIComponent(password)}@127.0.0.1:${port}/${DATABASE}`,
    port,
    adopted,
    stop: () => stopPostmaster(dataDir),
  };
}

async function ensureDatabase(address) {
  // Loaded late: the first lines of `npm start` run before anything is installed.
  const { default: pg } = await import('pg');
  const client = new pg.Client({ ...address, database: 'postgres' });
  client.on('error', () => {}); // The awaited query says it too.
  await client.connect();
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [DATABASE]);
    if (rowCount === 0) await client.query(`create database ${client.escapeIdentifier(DATABASE)}`);
  } finally {
    await client.end();
  }
}
