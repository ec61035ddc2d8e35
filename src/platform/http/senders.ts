import type { FastifyRequest } from 'fastify';
import { Networks } from '../outside/networks.js';
import { senderAddress } from './sender-address.js';

/** From where something comes, behind the proxies that the settings trust. */
export class Senders {
  private readonly trusted: Networks;

  constructor(trustedProxies: readonly string[]) {
    this.trusted = new Networks(trustedProxies);
  }

  of({ socket, headers }: FastifyRequest): string {
    const forwarded = headers['x-forwarded-for'] ?? '';
    return this.behind(
      socket.remoteAddress ?? '',
      Array.isArray(forwarded) ? forwarded.join(',') : forwarded,
    );
  }

  behind(peer: string, forwardedFor: string): string {
    return senderAddress(peer, forwardedFor, this.trusted);
  }
}
