import { createServer } from 'node:net';

/**
 * Linux lends ports above to whoever connects: one of those may be gone before the house opens its door. Up to 10080
 * `fetch` refuses some as bad.
 */
const RANGE = { from: 10_081, to: 32_000 } as const;

/**
 * Between the look at a port and the house that opens it half a second goes by, and in one of eight whole runs two
 * workers chose the same one meanwhile. So each worker of Jest and of Playwright has a slice of its own.
 */
const SLICES = 8;
const WORKER = Number(process.env['JEST_WORKER_ID'] ?? process.env['TEST_PARALLEL_INDEX'] ?? 0) % SLICES;
const WIDTH = Math.floor((RANGE.to - RANGE.from) / SLICES);

// A worker that is started anew does not begin where its predecessor's doors are only just closing.
let given = process.pid % WIDTH;

/** A port of loopback that nobody listens on, that nobody is given twice, and that no connection is lent meanwhile. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < WIDTH; tries += 1) {
    given = (given + 1) % WIDTH;
    const port = RANGE.from + WORKER * WIDTH + given;
    if (await isFree(port)) return port;
  }
  throw new Error('all ports of this worker are taken');
}

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
