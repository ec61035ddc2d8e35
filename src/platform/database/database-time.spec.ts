import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { openDatabaseTime } from './database-time.js';

const AUTHENTICATED = Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 0]);
const READY = Buffer.from([0x5a, 0, 0, 0, 5, 0x49]);

let server: Server;
const lines = new Set<Socket>();
afterEach(() => {
  for (const line of lines) line.destroy();
  server.close();
});

describe('the database time', () => {
  it('leaves no line behind when the database does not answer in time', async () => {
    // Lets everybody in, then says nothing.
    server = createServer((line) => {
      lines.add(line);
      line.on('close', () => lines.delete(line)).on('error', () => undefined);
      line.once('data', () => line.write(Buffer.concat([AUTHENTICATED, READY])));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { readonly port: number };
    const time = await openDatabaseTime(`postgres://barry@127.0.0.1:${port}/barry`);
    const ended = new Promise((resolve) =>
      server.on('connection', (line) => line.on('close', () => resolve('ended'))),
    );
    await expect(time.readMs()).rejects.toThrow();
    const patience = new Promise((resolve) => setTimeout(resolve, 1_000, 'still open'));
    expect(await Promise.race([ended, patience])).toBe('ended');
  });
});
