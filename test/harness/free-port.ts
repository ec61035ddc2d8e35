import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/**
 * Linux lends ports above to whoever connects: one of those may be gone before the house opens its door. Up to 10080
 * `fetch` refuses some as bad.
 */
const RANGE = [10_081, 32_000] as const;

/** A port of loopback that nobody listens on, and that no connection is given meanwhile. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < 100; tries += 1) {
    const port = randomInt(...RANGE);
    if (await isFree(port)) return port;
  }
  throw new Error('a hundred ports were taken');
}

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
