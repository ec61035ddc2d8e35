import { inject, Injectable } from '@angular/core';
import { Api } from '../generated/api/api';
import { listAudit, verifyAudit } from '../generated/api/functions';
import type { AuditPage, AuditVerdict } from '../generated/api/models';
import type { AuditFilter, Checkpoint } from './audit-filter.rules';

const PAGE = 100;

@Injectable({ providedIn: 'root' })
export class AuditApi {
  private readonly api = inject(Api);

  rows(filter: AuditFilter, pageToken?: string): Promise<AuditPage> {
    return this.api.invoke(listAudit, {
      ...filter,
      pageSize: PAGE,
      ...(pageToken === undefined ? {} : { pageToken }),
    });
  }

  /** A part of the chain; the answer says where to go on. */
  verify(from: number, known: Checkpoint | undefined): Promise<AuditVerdict> {
    return this.api.invoke(verifyAudit, {
      from,
      ...(known === undefined ? {} : { knownNumber: known.number, knownHash: known.hash }),
    });
  }
}
