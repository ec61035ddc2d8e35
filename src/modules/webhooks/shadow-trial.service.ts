import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { Authority } from '../../platform/auth/authority.js';
import type { Caller } from '../../platform/auth/caller.js';
import { type ShadowReport, type ShadowReportInput, ShadowReports } from '../alerts/index.js';
import { IntegrationsService } from './integrations.service.js';

/** What an integration on trial has come to, for those who may read its deliveries. */
@Injectable()
export class ShadowTrial {
  constructor(
    private readonly authority: Authority,
    private readonly integrations: IntegrationsService,
    private readonly reports: ShadowReports,
  ) {}

  /** @throws IntegrationUnknown, Forbidden */
  async report(input: z.output<typeof ShadowReportInput>, caller: Caller): Promise<ShadowReport> {
    const { teamId } = await this.integrations.get(input.integrationId);
    this.authority.require(caller, 'deliveries.read', teamId);
    return this.reports.of(input, caller);
  }
}
