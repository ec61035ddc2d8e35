import { GROUP_SCHEMA, LIST_SCHEMA, MOST_IN_A_PAGE, USER_SCHEMA } from './scim.views.js';

const CONFIG_SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig';
const TYPE_SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:ResourceType';
const SCHEMA_SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:Schema';

const listed = (resources: readonly object[]): object => ({
  schemas: [LIST_SCHEMA],
  totalResults: resources.length,
  startIndex: 1,
  itemsPerPage: resources.length,
  Resources: resources,
});

/** What we can do, for those who ask before they begin (RFC 7643, section 5). */
export const providerConfig = (publicUrl: string): object => ({
  schemas: [CONFIG_SCHEMA],
  patch: { supported: true },
  bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
  filter: { supported: true, maxResults: MOST_IN_A_PAGE },
  changePassword: { supported: false },
  sort: { supported: false },
  etag: { supported: true },
  authenticationSchemes: [
    {
      type: 'oauthbearertoken',
      name: 'Bearer token',
      description: 'An API token of a service account with the scope scim:write',
      primary: true,
    },
  ],
  meta: { resourceType: 'ServiceProviderConfig', location: `${publicUrl}/scim/v2/ServiceProviderConfig` },
});

const typesOf = (publicUrl: string): readonly { readonly id: string }[] =>
  [
    { id: 'User', endpoint: '/Users', schema: USER_SCHEMA },
    { id: 'Group', endpoint: '/Groups', schema: GROUP_SCHEMA },
  ].map((type) => ({
    schemas: [TYPE_SCHEMA],
    name: type.id,
    ...type,
    meta: { resourceType: 'ResourceType', location: `${publicUrl}/scim/v2/ResourceTypes/${type.id}` },
  }));

const attribute = (name: string, more: object = {}): object => ({
  name,
  type: 'string',
  multiValued: false,
  required: false,
  caseExact: false,
  mutability: 'readWrite',
  returned: 'default',
  uniqueness: 'none',
  ...more,
});
const boolean = { type: 'boolean' };

const schemasOf = (publicUrl: string): readonly { readonly id: string }[] =>
  [
    {
      id: USER_SCHEMA,
      name: 'User',
      attributes: [
        attribute('userName', { required: true, uniqueness: 'server' }),
        attribute('name', {
          type: 'complex',
          subAttributes: ['formatted', 'givenName', 'familyName'].map((name) => attribute(name)),
        }),
        attribute('displayName'),
        attribute('emails', {
          type: 'complex',
          multiValued: true,
          subAttributes: [attribute('value'), attribute('type'), attribute('primary', boolean)],
        }),
        attribute('active', boolean),
        attribute('preferredLanguage'),
        attribute('timezone'),
      ],
    },
    {
      id: GROUP_SCHEMA,
      name: 'Group',
      attributes: [
        attribute('displayName', { required: true, uniqueness: 'server' }),
        attribute('members', {
          type: 'complex',
          multiValued: true,
          subAttributes: [attribute('value', { mutability: 'immutable' }), attribute('display')],
        }),
      ],
    },
  ].map((schema) => ({
    schemas: [SCHEMA_SCHEMA],
    ...schema,
    meta: { resourceType: 'Schema', location: `${publicUrl}/scim/v2/Schemas/${schema.id}` },
  }));

export const resourceTypes = (publicUrl: string): object => listed(typesOf(publicUrl));
export const resourceType = (publicUrl: string, id: string): object | undefined =>
  typesOf(publicUrl).find((one) => one.id.toLowerCase() === id.toLowerCase());
export const schemas = (publicUrl: string): object => listed(schemasOf(publicUrl));
export const schema = (publicUrl: string, id: string): object | undefined =>
  schemasOf(publicUrl).find((one) => one.id.toLowerCase() === id.toLowerCase());
