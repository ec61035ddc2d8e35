import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { fileProblem } from '../folders.mjs';
import { Problem } from '../problem.mjs';
import { program } from './binaries.mjs';

export const USER = 'barry';
export const MAJOR = '18';

/** The environment and identity in which every PostgreSQL program runs. */
export function surroundings(account, cwd) {
  const ids = account ? { uid: account.uid, gid: account.gid } : {};
  const { PATH, SystemRoot, TEMP } = process.env;
  return { ...ids, cwd, env: { PATH, SystemRoot, TEMP, LC_ALL: 'C.UTF-8', TZ: 'UTC' } };
}

/**
 * How the program started in `folder` calls that folder. Another account may not be able to walk there (a checkout
 * under /root), but it stays where it was put: the working directory is entered before the identity changes.
 */
export const asSeenInside = (folder, account) =>
  account && process.platform === 'linux' ? '/proc/self/cwd' : folder;

/** Password and port, made once and kept beside the data, readable by its owner only. */
export function readAccess(dataDir) {
  const file = accessFile(dataDir);
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new Problem(`${file} cannot be read: ${cause.message}`, { cause });
  }
}

export function writeAccess(dataDir, access) {
  const file = accessFile(dataDir);
  writeFileSync(`${file}.new`, `${JSON.stringify(access)}\n`, { mode: 0o600 });
  // Root may pass by once; whoever owned it must still be able to read it.
  const owner = statSync(file, { throwIfNoEntry: false });
  if (owner && process.getuid?.() === 0) chownSync(`${file}.new`, owner.uid, owner.gid);
  renameSync(`${file}.new`, file);
  return access;
}

const accessFile = (dataDir) => `${dataDir}.json`;

export function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

export function isFree(port) {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}

/** Makes the cluster in a folder beside and renames it, so that a half-made one is never taken for a whole one. */
export async function ensureCluster({ dataDir, binaries, account, isOurs = true, say }) {
  if (existsSync(join(dataDir, 'PG_VERSION'))) return checkedCluster(dataDir, account, isOurs);
  if (existsSync(dataDir) && readdirSync(dataDir).length > 0) {
    throw new Problem(
      `${dataDir} holds files but no database: move them away, or choose another BARRY_DATA_DIR.`,
    );
  }
  say('creating the database');
  const partial = `${dataDir}.partial`;
  try {
    rmSync(partial, { recursive: true, force: true });
    mkdirSync(join(partial, 'data'), { recursive: true, mode: 0o700 });
    const access = readAccess(dataDir) ?? {
      password: randomBytes(24).toString('base64url'),
      port: await freePort(),
    };
    initialise({ partial, binaries, account, password: access.password });
    writeAccess(dataDir, access);
    rmSync(dataDir, { recursive: true, force: true });
    renameSync(join(partial, 'data'), dataDir);
    return access;
  } catch (cause) {
    throw cause instanceof Problem ? cause : new Problem(fileProblem(cause, dirname(dataDir)), { cause });
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
}

function initialise({ partial, binaries, account, password }) {
  writeFileSync(join(partial, 'password'), `${password}\n`, { mode: 0o600 });
  if (account) {
    for (const name of ['', 'data', 'password']) chownSync(join(partial, name), account.uid, account.gid);
  }
  const data = asSeenInside(join(partial, 'data'), account);
  const options = ['--auth=scram-sha-256', '--encoding=UTF8', '--data-checksums', '--no-instructions'];
  const locale = process.platform === 'linux' ? ['--locale=C.UTF-8'] : BUILTIN_LOCALE;
  const result = spawnSync(
    program(binaries, 'initdb'),
    ['-D', data, '-U', USER, `--pwfile=${data}/../password`, ...options, ...locale],
    { ...surroundings(account, join(partial, 'data')), encoding: 'utf8' },
  );
  if (result.status === 0) return;
  const output = `${result.error?.message ?? ''}${result.stderr ?? ''}${result.stdout ?? ''}`;
  throw new Problem(`The database cannot be created in ${dirname(partial)}: ${reasonIn(output)}`);
}

/** macOS and Windows do not bring C.UTF-8; PostgreSQL brings one of its own. */
const BUILTIN_LOCALE = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=en_US.UTF-8'];

/** Programs that were given by name bring the version that they bring. */
function checkedCluster(dataDir, account, isOurs) {
  const version = readFileSync(join(dataDir, 'PG_VERSION'), 'utf8').trim();
  if (isOurs && version !== MAJOR) {
    throw new Problem(
      `${dataDir} was made by PostgreSQL ${version}, and this version of Barry brings ${MAJOR}. Dump it with the old one and load it here.`,
    );
  }
  const access = readAccess(dataDir);
  if (!access) {
    throw new Problem(
      `${accessFile(dataDir)} is gone, and with it the password of the database. Put it back.`,
    );
  }
  const { uid } = statSync(dataDir);
  const expected = account?.uid ?? process.getuid?.();
  if (account && uid === 0) handOver(dataDir, account);
  else if (expected !== undefined && uid !== expected) {
    throw new Problem(`${dataDir} belongs to another account (uid ${uid}): start as that one, or as root.`);
  }
  chmodSync(dataDir, 0o700);
  return access;
}

/** Root put it back from a copy; PostgreSQL will run as another. */
function handOver(dataDir, account) {
  for (const entry of ['', ...readdirSync(dataDir, { recursive: true })]) {
    chownSync(join(dataDir, entry), account.uid, account.gid);
  }
}

/** The one line of PostgreSQL's output that says why. */
export function reasonIn(output) {
  if (/No space left on device|Check free disk space|wrote only \d+ of/i.test(output))
    return 'the disk is full.';
  if (/Permission denied/i.test(output)) return `permission denied. ${lastLine(output)}`;
  const fatal = output.split('\n').find((line) => /(FATAL|PANIC|error):/.test(line));
  return (fatal ?? lastLine(output)).replace(/^.*?(FATAL|PANIC|error): */, '').trim();
}

const lastLine = (output) => output.trim().split('\n').at(-1) ?? 'no reason given';
