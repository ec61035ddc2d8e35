import { z } from 'zod';
import { Id, Instant, NextPage, Paging } from '../../platform/wire/schemas.js';
import { BREAKS } from '../../platform/auth/audit-chain.rules.js';

export const AuditRow = z
  .strictObject({
    auditId: Id,
    at: Instant,
    action: z.string(),
    actorId: Id.optional(),
    actorName: z.string(),
    via: z.string(),
    address: z.string(),
    agent: z.string(),
    targetId: z.string().optional(),
    targetName: z.string().optional(),
    before: z.unknown().optional(),
    after: z.unknown().optional(),
    /** Where it stands in the chain; absent for a moment after it was written. */
    number: z.int().optional(),
    previousHash: z.string().optional(),
    hash: z.string().optional(),
  })
  .meta({ id: 'AuditRow' });

const Filter = {
  /** The whole action, or the noun before its dot. */
  action: z.string().max(100).optional(),
  actorId: Id.optional(),
  targetId: z.string().max(100).optional(),
  address: z.string().max(100).optional(),
  /** In names, in the action, and in what was before and after. */
  query: z.string().trim().max(200).optional(),
  from: Instant.optional(),
  until: Instant.optional(),
};
export const ListAuditInput = z.strictObject({ ...Filter, ...Paging });
export const AuditPage = z.strictObject({ rows: z.array(AuditRow), ...NextPage }).meta({ id: 'AuditPage' });

/** The rows in the order of the chain, oldest first; their end is the checkpoint that `VerifyAudit` gives. */
export const ExportAuditInput = z.strictObject(Filter).meta({ id: 'ExportAuditInput' });
export type ExportAuditInput = z.output<typeof ExportAuditInput>;
export const ExportFormat = z.enum(['jsonl', 'csv']);

const Hash = z.string().regex(/^[0-9a-f]{64}$/, 'is no SHA-256 in hexadecimal digits');
export const AuditCheckpoint = z
  .strictObject({ number: z.int(), hash: z.string() })
  .meta({ id: 'AuditCheckpoint' });
export const VerifyAuditInput = z.strictObject({
  /** The first number that is looked at. */
  from: z.int().min(1).default(1),
  /** How many at most; the answer says where to go on. */
  rows: z.int().min(1).max(5_000).default(2_000),
  /** A checkpoint of before: this number had this hash. */
  knownNumber: z.int().min(1).optional(),
  knownHash: Hash.optional(),
});
export const AuditBreak = z
  .strictObject({
    number: z.int(),
    reason: z.enum([...BREAKS, 'end-missing', 'row-unchained', 'checkpoint-differs']),
    auditId: Id.optional(),
  })
  .meta({ id: 'AuditBreak' });
export const AuditVerdict = z
  .strictObject({
    /** As far as it was looked at, nothing is broken. */
    intact: z.boolean(),
    checked: z.int(),
    /** The last row that holds. */
    last: AuditCheckpoint,
    /** The end of the whole chain, as the house remembers it. */
    head: AuditCheckpoint,
    /** The first that does not hold. */
    broken: AuditBreak.optional(),
    /** Go on from here. */
    nextFrom: z.int().optional(),
  })
  .meta({ id: 'AuditVerdict' });
