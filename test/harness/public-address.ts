import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A public address of a house that is not there yet: hands on what it gets, until it is broken. */
export class PublicAddress {
  /** The house behind it. */
  target = '';
  /** Answers so, and hands nothing on. */
  brokenBy: number | undefined;
  lastBody = '';

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async open(): Promise<PublicAddress> {
    const server = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        address.lastBody = Buffer.concat(parts).toString('utf8');
        if (address.brokenBy !== undefined) return void response.writeHead(address.brokenBy).end();
        void fetch(`${address.target}${request.url ?? ''}`, {
          method: request.method ?? 'GET',
          headers: { 'content-type': request.headers['content-type'] ?? '' },
          body: Buffer.concat(parts),
        }).then(
          (answer) => response.writeHead(answer.status).end(),
          () => response.writeHead(502).end(),
        );
      });
    }).listen(0, '127.0.0.1');
    await new Promise((listening) => server.once('listening', listening));
    const { port } = server.address() as AddressInfo;
    const address = new PublicAddress(server, `http://127.0.0.1:${port}`);
    return address;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((closed) => this.server.close(closed));
  }
}
