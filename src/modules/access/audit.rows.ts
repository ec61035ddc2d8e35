import type { z } from 'zod';
import type * as dto from './audit.dto.js';
import type { AuditedRow } from '../../platform/auth/audit-chain.rules.js';

/** As we write it; what a Date would cut off is shown as well, or it could be changed unseen. */
const AT_TEXT = `regexp_replace(to_char(a.at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '000Z$', 'Z') as at_text`;

export const AUDIT_COLUMNS = `a.id, a.at, ${AT_TEXT}, a.action, a.actor_id, a.actor_name, a.via, a.address, a.agent,
  a.target_id, a.target_name, a.before, a.after`;
export const LINK_COLUMNS = `c.number, encode(c.previous_hash, 'hex') as previous_hash, encode(c.hash, 'hex') as hash`;

export interface AuditLogRow {
  readonly id: string;
  readonly at: Date;
  readonly at_text: string;
  readonly action: string;
  readonly actor_id: string | null;
  readonly actor_name: string;
  readonly via: string;
  readonly address: string;
  readonly agent: string;
  readonly target_id: string | null;
  readonly target_name: string | null;
  readonly before: unknown;
  readonly after: unknown;
}

/** A moment after a row was written it has none yet. */
export interface LinkRow {
  readonly number: string | null;
  readonly previous_hash: string | null;
  readonly hash: string | null;
}

export const auditedOf = (row: AuditLogRow): AuditedRow => ({
  auditId: row.id,
  at: row.at_text,
  action: row.action,
  actorId: row.actor_id,
  actorName: row.actor_name,
  via: row.via,
  address: row.address,
  agent: row.agent,
  targetId: row.target_id,
  targetName: row.target_name,
  before: row.before,
  after: row.after,
});

export const auditViewOf = (row: AuditLogRow & LinkRow): z.output<typeof dto.AuditRow> => ({
  auditId: row.id,
  at: row.at_text,
  action: row.action,
  ...(row.actor_id === null ? {} : { actorId: row.actor_id }),
  actorName: row.actor_name,
  via: row.via,
  address: row.address,
  agent: row.agent,
  ...(row.target_id === null ? {} : { targetId: row.target_id }),
  ...(row.target_name === null ? {} : { targetName: row.target_name }),
  ...(row.before === null ? {} : { before: row.before }),
  ...(row.after === null ? {} : { after: row.after }),
  ...(row.number === null || row.previous_hash === null || row.hash === null
    ? {}
    : { number: Number(row.number), previousHash: row.previous_hash, hash: row.hash }),
});
