/** Names of RFC 7643 and 7644. */
export const USER_SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const GROUP_SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:Group';
export const LIST_SCHEMA = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';
export const ERROR_SCHEMA = 'urn:ietf:params:scim:api:messages:2.0:Error';
/** Ours: what somebody should look at because of this change. */
export const WARNINGS_SCHEMA = 'urn:barry:params:scim:schemas:extension:2.0:Warnings';

export interface Meta {
  readonly resourceType: 'User' | 'Group';
  readonly created: string;
  readonly lastModified: string;
  readonly location: string;
  readonly version: string;
}
export interface Resource {
  readonly schemas: readonly string[];
  readonly id: string;
  readonly meta: Meta;
  readonly [attribute: string]: unknown;
}
export interface Page {
  readonly schemas: readonly string[];
  readonly totalResults: number;
  readonly startIndex: number;
  readonly itemsPerPage: number;
  readonly Resources: readonly unknown[];
}

export const tagOf = (version: number): string => `W/"${version}"`;

/** Which part of a list: counted from one; what makes no sense is taken as the next that does. */
export function windowOf(query: Readonly<Record<string, unknown>>): {
  readonly startIndex: number;
  readonly count: number;
} {
  const number = (value: unknown, otherwise: number): number =>
    typeof value === 'string' && /^-?\d{1,9}$/.test(value) ? Number(value) : otherwise;
  return {
    startIndex: Math.max(1, number(query['startIndex'], 1)),
    count: Math.min(MOST_IN_A_PAGE, Math.max(0, number(query['count'], 100))),
  };
}
export const MOST_IN_A_PAGE = 200;

export const pageOf = (total: number, startIndex: number, found: readonly unknown[]): Page => ({
  schemas: [LIST_SCHEMA],
  totalResults: total,
  startIndex,
  itemsPerPage: found.length,
  Resources: found,
});

/** Beside the resource, where a change has left something to look at. */
export const withWarnings = (resource: Resource, warnings: readonly string[]): Resource =>
  warnings.length === 0
    ? resource
    : { ...resource, schemas: [...resource.schemas, WARNINGS_SCHEMA], [WARNINGS_SCHEMA]: { warnings } };

/** `If-Match`: a list of tags, or any. */
export const isMatch = (header: string | undefined, version: number): boolean =>
  header === undefined ||
  header.split(',').some((tag) => tag.trim() === '*' || bare(tag) === bare(tagOf(version)));
const bare = (tag: string): string => tag.trim().replace(/^W\//, '');
