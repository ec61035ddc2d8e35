import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type Context, Provider } from 'oidc-provider';
import { freePort } from './free-port.js';

export interface Somebody {
  readonly sub: string;
  readonly name?: string;
  readonly email?: string;
  readonly email_verified?: boolean;
  readonly groups?: readonly string[];
}
export const CLIENT = { id: 'barry', secret: 'a secret between the two of them' } as const;

/** A real OpenID provider on this machine. Whoever is chosen is who signs in there; it asks for no password. */
export class Directory {
  private readonly people = new Map<string, Somebody>();
  private chosen = '';
  private server: Server | undefined;

  private constructor(
    readonly issuer: string,
    private readonly port: number,
  ) {}

  /** It does not listen yet: first somebody has to know its address. */
  static async planned(): Promise<Directory> {
    const port = await freePort();
    return new Directory(`http://127.0.0.1:${port}`, port);
  }

  async open(origin: string): Promise<void> {
    const provider = this.providerFor(origin);
    const answer = provider.callback();
    this.server = createServer((request, response) => {
      if (request.url?.startsWith('/interaction/') !== true) return void answer(request, response);
      void provider.interactionFinished(request, response, { login: { accountId: this.chosen } });
    });
    this.server.listen(this.port, '127.0.0.1');
    await once(this.server, 'listening');
  }

  async close(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    if (!server) return;
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  }

  /** From now on it is them who sign in there, as they are described here. */
  choose(somebody: Somebody): void {
    this.people.set(somebody.sub, somebody);
    this.chosen = somebody.sub;
  }

  private providerFor(origin: string): Provider {
    const provider: Provider = new Provider(this.issuer, {
      clients: [
        {
          client_id: CLIENT.id,
          client_secret: CLIENT.secret,
          redirect_uris: [`${origin}/api/v1/browser/single-sign-on/callback`],
          post_logout_redirect_uris: [`${origin}/sign-in`],
          backchannel_logout_uri: `${origin}/api/v1/single-sign-on/sign-out`,
          backchannel_logout_session_required: true,
        },
      ],
      claims: { openid: ['sub'], profile: ['name'], email: ['email', 'email_verified'], groups: ['groups'] },
      scopes: ['openid', 'profile', 'email', 'groups'],
      features: {
        devInteractions: { enabled: false },
        backchannelLogout: { enabled: true },
        rpInitiatedLogout: {
          enabled: true,
          logoutSource: (context: { body: string }, form: string) => {
            context.body = form;
          },
        },
      },
      interactions: { url: (_: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
      findAccount: (_: unknown, sub: string) => ({
        accountId: sub,
        claims: () => ({ ...(this.people.get(sub) ?? { sub }) }),
      }),
      loadExistingGrant: async ({ oidc }: Context) => {
        const grant = new provider.Grant({
          clientId: oidc.client.clientId,
          accountId: oidc.session.accountId,
        });
        grant.addOIDCScope(oidc.params.scope);
        await grant.save();
        return grant;
      },
      cookies: { keys: ['only for tests'] },
      ttl: { Session: 3600, Interaction: 600, Grant: 3600, AccessToken: 600, IdToken: 600 },
    });
    return provider;
  }
}
