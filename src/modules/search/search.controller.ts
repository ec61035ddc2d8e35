import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { AuditTrail } from '../../platform/auth/audit-trail.js';
import { type Caller, TheCaller } from '../../platform/auth/caller.js';
import { Input, Operate } from '../../platform/wire/operation.js';
import { SearchIndex } from './index.engine.js';
import type * as dto from './search.dto.js';
import { search } from './search.operations.js';
import { SearchService } from './search.service.js';
import { SimilarService } from './similar.service.js';

type Similar = z.output<typeof dto.SimilarIncidents>;

@Controller()
export class SearchController {
  constructor(
    private readonly service: SearchService,
    private readonly similar: SimilarService,
    private readonly index: SearchIndex,
    private readonly audit: AuditTrail,
  ) {}

  @Operate(search.Search)
  search(
    @Input() input: z.output<typeof dto.SearchInput>,
    @TheCaller() caller: Caller,
  ): Promise<dto.SearchPage> {
    return this.service.search(input, caller);
  }

  @Operate(search.RebuildSearch)
  async rebuild(): Promise<z.output<typeof dto.RebuiltSearch>> {
    const after = { wasUnderWay: await this.index.rebuild() };
    this.audit.note({ targetName: 'search', after });
    return after;
  }

  @Operate(search.SimilarToIncident)
  toIncident(@Input() input: z.output<typeof dto.SimilarToIncidentInput>): Promise<Similar> {
    return this.similar.toIncident(input.incidentId, input.most);
  }

  @Operate(search.SimilarToAlert)
  toAlert(@Input() input: z.output<typeof dto.SimilarToAlertInput>): Promise<Similar> {
    return this.similar.toAlert(input.alertId, input.most);
  }

  @Operate(search.SimilarToEscalation)
  toEscalation(@Input() input: z.output<typeof dto.SimilarToEscalationInput>): Promise<Similar> {
    return this.similar.toEscalation(input.escalationId, input.most);
  }
}
