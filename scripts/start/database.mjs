import { join } from 'node:path';
import { startPostgres } from '../embedded-postgres.mjs';
import { Problem } from '../problem.mjs';

const OLDEST = 15;
const NEWEST = 18;

const REASONS = {
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'its name cannot be resolved',
  ECONNREFUSED: 'nothing listens there',
  ETIMEDOUT: 'it does not answer',
  EHOSTUNREACH: 'there is no way to it',
  '28P01': 'it refuses the password',
  28000: 'it refuses this user',
  '3D000': 'it has no such database',
};

/** The server that DATABASE_URL names, or the embedded one: `{ url, embedded, stop }`. */
export async function openDatabase(environment, dataDir, progress) {
  const { DATABASE_URL: given } = environment;
  if (given !== undefined) {
    await checkDatabase(given);
    return { url: given, embedded: false, stop: async () => {} };
  }
  const database = await progress.step('starting the database', () =>
    startPostgres({ dataDir: join(dataDir, 'postgres') }),
  );
  return { ...database, embedded: true };
}

export async function checkDatabase(url) {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: checkedUrl(url), connectionTimeoutMillis: 5_000 });
  client.on('error', () => {}); // The awaited query says it too.
  try {
    await client.connect();
    checkServer((await client.query(FACTS)).rows[0]);
  } catch (cause) {
    if (cause instanceof Problem) throw cause;
    const reason = REASONS[cause.code] ?? (/timeout/.test(cause.message) ? REASONS.ETIMEDOUT : cause.message);
    throw new Problem(
      `The database of DATABASE_URL (${withoutPassword(url)}) cannot be reached: ${reason}.`,
      {
        cause,
      },
    );
  } finally {
    await client.end().catch(() => {});
  }
}

const FACTS = `select current_setting('server_version_num')::int / 10000 as major, datctype as locale,
                      pg_encoding_to_char(encoding) as encoding
                 from pg_database where datname = current_database()`;

function checkServer({ major, locale, encoding }) {
  if (major < OLDEST || major > NEWEST) {
    throw new Problem(`DATABASE_URL leads to PostgreSQL ${major}; Barry works with ${OLDEST} to ${NEWEST}.`);
  }
  if (encoding !== 'UTF8' || locale === 'C' || locale === 'POSIX') {
    throw new Problem(
      `The database of DATABASE_URL has encoding ${encoding} and LC_CTYPE ${locale}: search in Japanese would not work. Create it with encoding 'UTF8' lc_ctype 'C.UTF-8' template template0.`,
    );
  }
}

function checkedUrl(url) {
  const parsed = URL.parse(url);
  if (!parsed || !/^postgres(ql)?:$/.test(parsed.protocol)) {
    throw new Problem('DATABASE_URL must look like postgres://user:password@host:5432/database.');
  }
  return url;
}

function withoutPassword(url) {
  const parsed = new URL(url);
  parsed.password = '';
  return parsed.href;
}
