import { operations } from '../../platform/wire/declare.js';
import * as dto from './audit.dto.js';

export const audit = operations('access', 'AuditService', {
  VerifyAudit: {
    summary:
      'Goes along the hash chain of the audit log, a page at a time; names the first row that does not hold',
    http: 'GET /audit/verify',
    allow: 'audit.read',
    input: dto.VerifyAuditInput,
    output: dto.AuditVerdict,
  },
});

/** Its REST twin gives the same rows as a file: `GET /api/v1/audit/export`. */
export const exportAudit = {
  module: 'access',
  service: 'AuditService',
  rpc: 'ExportAudit',
  input: dto.ExportAuditInput,
  output: dto.AuditRow,
} as const;
