import pg from 'pg';
import type { DatabaseTime } from '../clock/database-clock.js';

export interface OpenDatabaseTime extends DatabaseTime {
  close(): Promise<void>;
}

/** A connection of its own, so that no busy pool makes the clock late. It is opened anew after a loss. */
export function openDatabaseTime(url: string): Promise<OpenDatabaseTime> {
  let client: pg.Client | undefined;
  const connected = async (): Promise<pg.Client> => {
    if (client) return client;
    const fresh = new pg.Client({
      connectionString: url,
      application_name: 'barry-clock',
      connectionTimeoutMillis: 2_000,
      statement_timeout: 2_000,
      query_timeout: 2_000,
    });
    // Without a listener a lost connection would end the process.
    fresh.on('error', () => {
      if (client === fresh) client = undefined;
    });
    await fresh.connect();
    return (client = fresh);
  };
  return Promise.resolve({
    readMs: async () => {
      try {
        const held = await connected();
        const { rows } = await held.query<{ ms: string }>(
          'select extract(epoch from clock_timestamp()) * 1000 as ms',
        );
        return Number(rows[0]?.ms);
      } catch (error) {
        // Whoever is slow would otherwise keep a line for every question, until there are none left for anybody.
        const slow = client;
        client = undefined;
        slow?.end().catch(() => undefined);
        throw error;
      }
    },
    close: async () => client?.end(),
  });
}
