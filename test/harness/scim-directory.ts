import type { House, RestAnswer } from './house.js';
import type { Json } from './json.js';
import type { Person } from './world.js';

/** A directory (Okta, Entra ID, …) as it speaks to Barry: with a token of a service account. */
export class Directory {
  private constructor(
    private readonly house: House,
    readonly token: string,
  ) {}

  static async connect(house: House, admin: Person): Promise<Directory> {
    const account = { name: 'Directory' };
    const { userId } = await house.ok('POST', '/service-accounts', account, admin.token);
    const given = { name: 'SCIM', scopes: ['scim:write'], expiresInDays: 30, ownerId: userId };
    return new Directory(house, (await house.ok('POST', '/tokens', given, admin.token))['secret']);
  }

  ask(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<RestAnswer> {
    const type: Record<string, string> =
      body === undefined ? {} : { 'content-type': 'application/scim+json' };
    return this.house.rest(method, `/scim/v2${path}`, body, this.token, { ...type, ...headers });
  }

  async ok(method: string, path: string, body?: unknown): Promise<Json> {
    const answer = await this.ask(method, path, body);
    if (answer.status >= 300)
      throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  /** As Entra ID names somebody new. */
  user(name: string, more: object = {}): Promise<Json> {
    const address = `${name.toLowerCase()}@example.org`;
    return this.ok('POST', '/Users', {
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
      externalId: `ext-${name}`,
      userName: address,
      active: true,
      displayName: name,
      emails: [{ primary: true, type: 'work', value: address }],
      name: { formatted: name, givenName: name, familyName: 'Sato' },
      meta: { resourceType: 'User' },
      ...more,
    });
  }

  group(displayName: string, memberIds: readonly string[] = []): Promise<Json> {
    const members = memberIds.map((value) => ({ value }));
    return this.ok('POST', '/Groups', { displayName, members });
  }

  patch(path: string, ...Operations: readonly object[]): Promise<RestAnswer> {
    return this.ask('PATCH', path, {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
      Operations,
    });
  }
}
