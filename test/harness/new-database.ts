import { randomUUID } from 'node:crypto';
import pg from 'pg';

/** The server of this run, and the name that tells its databases from those of others. */
export function clusterOfRun(): { readonly cluster: string; readonly run: string } {
  const { BARRY_TEST_CLUSTER_URL: cluster, BARRY_TEST_RUN: run } = process.env;
  if (!cluster || !run)
    throw new Error('Run it by `npm run test:e2e` or `npm test`: they start the database');
  return { cluster, run };
}

/** Says which run may drop it. */
export const newName = (purpose: 'house' | 'chaos'): string =>
  `${purpose}_${clusterOfRun().run}_${randomUUID().replaceAll('-', '')}`;

export function databaseUrl(name: string): string {
  const url = new URL(clusterOfRun().cluster);
  url.pathname = `/${name}`;
  return url.href;
}

/** An empty database in the server of this run. */
export async function newDatabase(purpose: 'house' | 'chaos'): Promise<string> {
  const name = newName(purpose);
  const client = new pg.Client(clusterOfRun().cluster);
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  return databaseUrl(name);
}
