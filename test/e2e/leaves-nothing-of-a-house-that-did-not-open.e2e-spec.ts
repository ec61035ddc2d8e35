import { expect, it } from '@jest/globals';
import { createServer } from 'node:http';
import { freePort } from '../harness/free-port.js';
import { House } from '../harness/house.js';
import { makeWorld } from '../harness/world.js';

const isOpen = (port: number): Promise<boolean> =>
  fetch(`http://127.0.0.1:${port}/health/live`).then(
    () => true,
    () => false,
  );

it('closes a house of which only one wire could be opened', async () => {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  const address = taken.address() as { readonly port: number };
  const grpc = await freePort();
  const environment = { BARRY_HTTP_PORT: String(address.port), BARRY_GRPC_PORT: String(grpc) };
  await expect(House.start({ environment })).rejects.toThrow('EADDRINUSE');
  await new Promise((resolve) => taken.close(resolve));
  // The other wire had been opened before: it is free for somebody else.
  const next = createServer();
  await new Promise<void>((resolve, reject) => {
    next.once('error', reject).listen(grpc, '127.0.0.1', resolve);
  });
  await new Promise((resolve) => next.close(resolve));
});

it('closes a house in which no world could be made', async () => {
  // It listens where nobody asks for it.
  const elsewhere = await freePort();
  await expect(makeWorld({ environment: { BARRY_HTTP_PORT: String(elsewhere) } })).rejects.toThrow(
    'fetch failed',
  );
  expect(await isOpen(elsewhere)).toBe(false);
});
