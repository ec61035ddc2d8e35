import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import { CLIENT } from './directory.js';

/** What it says; undefined: that it does not say. */
export type Claims = Readonly<Record<string, unknown>>;
type Key = Parameters<SignJWT['sign']>[0];

/** A provider that says what a test makes it say, or somebody who speaks in its name. */
export class LyingProvider {
  /** What the next code is exchanged for. */
  idToken = '';

  private constructor(
    readonly issuer: string,
    private readonly server: Server,
    private readonly key: Key,
    /** Of somebody else, under the same name. */
    private readonly otherKey: Key,
  ) {}

  static async open(): Promise<LyingProvider> {
    const pair = await generateKeyPair('RS256');
    const other = await generateKeyPair('RS256');
    const jwk = { ...(await exportJWK(pair.publicKey)), kid: 'one', alg: 'RS256', use: 'sig' };
    let idToken = (): string => '';
    const server = createServer((request, response) => {
      const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      const said: Readonly<Record<string, object>> = {
        '/.well-known/openid-configuration': {
          issuer,
          authorization_endpoint: `${issuer}/authorize`,
          token_endpoint: `${issuer}/token`,
          jwks_uri: `${issuer}/keys`,
          response_types_supported: ['code'],
          subject_types_supported: ['public'],
          id_token_signing_alg_values_supported: ['RS256'],
          authorization_response_iss_parameter_supported: true,
        },
        '/keys': { keys: [jwk] },
        '/token': { access_token: 'of no use', token_type: 'Bearer', id_token: idToken() },
      };
      request.resume();
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(said[request.url ?? ''] ?? {}));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const provider = new LyingProvider(issuer, server, pair.privateKey, other.privateKey);
    idToken = () => provider.idToken;
    return provider;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  signed(claims: Claims, by: 'itself' | 'somebody' | 'client-secret' | 'nobody' = 'itself'): Promise<string> {
    if (by === 'nobody') return Promise.resolve(new UnsecuredJWT(claims).encode());
    if (by === 'client-secret')
      return new SignJWT(claims)
        .setProtectedHeader({ alg: 'HS256' })
        .sign(new TextEncoder().encode(CLIENT.secret));
    return new SignJWT(claims)
      .setProtectedHeader({ alg: 'RS256', kid: 'one' })
      .sign(by === 'itself' ? this.key : this.otherKey);
  }

  /** Of somebody who may come in, but for what a test changes. */
  identity(change: Claims = {}): Claims {
    const now = Math.floor(Date.now() / 1000);
    return {
      iss: this.issuer,
      aud: CLIENT.id,
      sub: 'mallory',
      iat: now,
      exp: now + 300,
      name: 'Mallory',
      email: 'mallory@example.org',
      email_verified: true,
      groups: [],
      ...change,
    };
  }
}
