import { type AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import tls from 'node:tls';
import { generate } from 'selfsigned';
import { Names, type Place } from '../../src/platform/outside/names.js';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A server of the world, on this machine, by TLS and under its real name. */
export class FarAway {
  /** What was asked for, in order, with the name that it was asked under. */
  readonly asked: string[] = [];
  answer: Answer = (_request, response) => response.end('hello');

  private constructor(
    private readonly server: Server,
    readonly port: number,
    private readonly before: readonly string[],
  ) {}

  /** Trusted by this process until it is stopped. */
  static async start(name: string): Promise<FarAway> {
    const pair = await generate([{ name: 'commonName', value: name }], {
      algorithm: 'sha256',
      extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: name }] }],
    });
    const before = tls.getCACertificates('default');
    tls.setDefaultCACertificates([...before, pair.cert]);
    const server = createServer({ key: pair.private, cert: pair.cert });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const far = new FarAway(server, (server.address() as AddressInfo).port, before);
    server.on('request', (request, response) => {
      far.asked.push(`${request.headers.host ?? ''}${request.url ?? ''}`);
      far.answer(request, response);
    });
    return far;
  }

  /** Where it is reached: here, on a port that needs no rights. */
  get places(): readonly Place[] {
    return [{ address: '127.0.0.1', port: this.port }];
  }

  async stop(): Promise<void> {
    tls.setDefaultCACertificates([...this.before]);
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

/** Names that lead where a test says, and nowhere else. */
export class KnownNames extends Names {
  readonly known = new Map<string, readonly Place[]>();

  override places(host: string): Promise<readonly Place[]> {
    const places = this.known.get(host);
    return places
      ? Promise.resolve(places)
      : Promise.reject(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }));
  }
}
