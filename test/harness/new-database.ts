import { randomUUID } from 'node:crypto';
import pg from 'pg';

/** An empty database in the server of this run; its name says which run may drop it. */
export async function newDatabase(purpose: 'house' | 'chaos'): Promise<string> {
  const { BARRY_TEST_CLUSTER_URL: cluster, BARRY_TEST_RUN: run } = process.env;
  if (!cluster || !run)
    throw new Error('Run it by `npm run test:e2e` or `npm test`: they start the database');
  const name = `${purpose}_${run}_${randomUUID().replaceAll('-', '')}`;
  const client = new pg.Client(cluster);
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  const url = new URL(cluster);
  url.pathname = `/${name}`;
  return url.href;
}
