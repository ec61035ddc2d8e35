import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { fileProblem, makeFolder } from '../folders.mjs';
import { Problem } from '../problem.mjs';

/** As `sysexits.h` has it; the server ends with the same. */
export const UNUSABLE_SETTINGS = 78;
/** Stands where the address of the embedded database will stand once it runs. */
const NOT_YET = 'postgres://not-yet/started';

/** What the server will be told, read and checked by the server's own code before anything is started. */
export async function readSettings(root, environment) {
  if (environment.BARRY_DATA_DIR) makeFolder(resolve(root, environment.BARRY_DATA_DIR));
  const databaseUrl = environment.DATABASE_URL || (await urlInFile(environment.BARRY_CONFIG));
  if (!databaseUrl && environment.NODE_ENV === 'production') {
    throw new Problem('DATABASE_URL is missing: in production the embedded database is not used.', {
      exitCode: UNUSABLE_SETTINGS,
    });
  }
  const settings = await checkedSettings(root, {
    ...environment,
    ...(databaseUrl
      ? { DATABASE_URL: databaseUrl }
      : { DATABASE_URL: NOT_YET, BARRY_EMBEDDED_DATABASE: 'true' }),
  });
  return {
    databaseUrl,
    dataDir: resolve(root, settings.dataDir),
    http: settings.http,
    grpc: settings.grpc,
    tls: settings.tls,
    notifiers: settings.notifiers,
  };
}

async function checkedSettings(root, environment) {
  const file = pathToFileURL(resolve(root, 'dist/platform/config/config.js')).href;
  const { Config, ConfigUnusable } = await import(file);
  try {
    return Config.load(environment).settings;
  } catch (cause) {
    if (cause instanceof ConfigUnusable) {
      throw new Problem(cause.message, { exitCode: UNUSABLE_SETTINGS, cause });
    }
    if (cause.code) throw new Problem(fileProblem(cause, environment.BARRY_DATA_DIR ?? '.barry'), { cause });
    throw cause;
  }
}

async function urlInFile(file) {
  if (!file) return undefined;
  const { parse } = await import('yaml');
  try {
    return parse(readFileSync(file, 'utf8'))?.database?.url || undefined;
  } catch {
    return undefined; // The check that follows says what is wrong with it.
  }
}
