import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { throughput } from './load.mjs';

/** What the database can do at all: a prepared single-row insert of the same bytes, on as many connections. */
export async function baseline({ databaseUrl, connections, seconds, body }) {
  const clients = [];
  for (let i = 0; i < connections; i += 1) {
    const client = new pg.Client(databaseUrl);
    await client.connect();
    clients.push(client);
  }
  await clients[0].query(
    `create table if not exists bench_baseline (id uuid primary key, received_at timestamptz not null, body bytea not null)`,
  );
  const idle = [...clients];
  const result = await throughput({
    lanes: connections,
    seconds,
    work: async (i) => {
      const client = idle.pop();
      await client.query({
        name: 'insert',
        text: 'insert into bench_baseline (id, received_at, body) values ($1, $2, $3)',
        values: [randomUUID(), new Date(), Buffer.from(body(i))],
      });
      idle.push(client);
      return true;
    },
  });
  await Promise.all(clients.map((client) => client.end()));
  return result;
}
