import { createHash } from 'node:crypto';

/** One row of the audit log, with everything that its hash stands for. */
export interface AuditedRow {
  readonly auditId: string;
  /** To the microsecond, as the database holds it. */
  readonly at: string;
  readonly action: string;
  readonly actorId?: string | null | undefined;
  readonly actorName: string;
  readonly via: string;
  readonly address: string;
  readonly agent: string;
  readonly targetId?: string | null | undefined;
  readonly targetName?: string | null | undefined;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** Where a row stands in the chain, and what it is tied to. */
export interface Link {
  readonly number: number;
  readonly previousHash: string;
  readonly hash: string;
}

export interface Checkpoint {
  readonly number: number;
  readonly hash: string;
}

/** Before the first row. */
export const GENESIS: Checkpoint = { number: 0, hash: '0'.repeat(64) };

const FORMAT = 'barry-audit-1';

/**
 * The same text for the same row, wherever it is made: keys in the order of their code units, no white space, absent
 * and null as null. It is part of the format of the chain: another form is another format.
 */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value)
      .filter(([, field]) => field !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, field]) => `${JSON.stringify(key)}:${canonical(field)}`);
    return `{${fields.join(',')}}`;
  }
  return JSON.stringify(value ?? null);
}

export function hashOf(row: AuditedRow, number: number, previousHash: string): string {
  const {
    auditId,
    at,
    action,
    actorId,
    actorName,
    via,
    address,
    agent,
    targetId,
    targetName,
    before,
    after,
  } = row;
  const said = [
    FORMAT,
    number,
    previousHash,
    auditId,
    at,
    action,
    actorId ?? null,
    actorName,
    via,
    address,
    agent,
    targetId ?? null,
    targetName ?? null,
    before ?? null,
    after ?? null,
  ];
  return createHash('sha256').update(canonical(said)).digest('hex');
}

/** The next links, in the order of the rows. */
export function chained(rows: readonly AuditedRow[], head: Checkpoint): readonly Link[] {
  const links: Link[] = [];
  let { number, hash } = head;
  for (const row of rows) {
    const link = { number: number + 1, previousHash: hash, hash: hashOf(row, number + 1, hash) };
    links.push(link);
    ({ number, hash } = link);
  }
  return links;
}

export const BREAKS = ['number-missing', 'row-missing', 'row-changed', 'link-broken'] as const;
export interface Break {
  readonly number: number;
  readonly reason: (typeof BREAKS)[number];
  readonly auditId?: string | undefined;
}

/** A link as it was found, with the row that it names, if that is still there. */
export interface FoundLink extends Link {
  readonly auditId: string;
  readonly row: AuditedRow | undefined;
}

/** Goes along the chain from `last`; the first that does not hold, and how far it held. */
export function walked(
  links: readonly FoundLink[],
  last: Checkpoint,
): { readonly last: Checkpoint; readonly broken?: Break } {
  let held = last;
  for (const link of links) {
    const broken = breakOf(link, held);
    if (broken) return { last: held, broken };
    held = { number: link.number, hash: link.hash };
  }
  return { last: held };
}

function breakOf(
  { number, previousHash, hash, auditId, row }: FoundLink,
  last: Checkpoint,
): Break | undefined {
  if (number !== last.number + 1) return { number: last.number + 1, reason: 'number-missing' };
  if (previousHash !== last.hash) return { number, reason: 'link-broken', auditId };
  if (!row) return { number, reason: 'row-missing', auditId };
  return hashOf(row, number, previousHash) === hash ? undefined : { number, reason: 'row-changed', auditId };
}
