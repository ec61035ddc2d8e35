import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { type Caller, TheCaller } from '../../platform/auth/caller.js';
import { Input, Operate } from '../../platform/wire/operation.js';
import type { ShadowReport, ShadowReportInput } from '../alerts/index.js';
import { DeliveriesQueries } from './deliveries.queries.js';
import { IntegrationsService } from './integrations.service.js';
import { SetupService } from './setup.service.js';
import { SourceCatalogue } from './source-catalogue.js';
import { RereadingService } from './rereading.service.js';
import { RoutingRulesService } from './routing-rules.service.js';
import type * as rules from './rules.dto.js';
import { ShadowTrial } from './shadow-trial.service.js';
import type * as dto from './webhooks.dto.js';
import { webhooks } from './webhooks.operations.js';

@Controller()
export class WebhooksController {
  constructor(
    private readonly integrations: IntegrationsService,
    private readonly setup: SetupService,
    private readonly deliveries: DeliveriesQueries,
    private readonly sources: SourceCatalogue,
    private readonly rules: RoutingRulesService,
    private readonly rereading: RereadingService,
    private readonly trial: ShadowTrial,
  ) {}

  @Operate(webhooks.ListIntegrations)
  listIntegrations(
    @Input() input: z.output<typeof dto.ListIntegrationsInput>,
  ): Promise<z.output<typeof dto.IntegrationList>> {
    return this.integrations.list(input);
  }

  @Operate(webhooks.GetIntegration)
  getIntegration(@Input() input: z.output<typeof dto.IntegrationRef>): Promise<dto.IntegrationView> {
    return this.integrations.get(input.integrationId);
  }

  @Operate(webhooks.CreateIntegration)
  createIntegration(
    @Input() input: z.output<typeof dto.CreateIntegrationInput>,
    @TheCaller() caller: Caller,
  ): Promise<dto.IntegrationView> {
    return this.integrations.create(input, caller);
  }

  @Operate(webhooks.UpdateIntegration)
  updateIntegration(
    @Input() input: z.output<typeof dto.UpdateIntegrationInput>,
    @TheCaller() caller: Caller,
  ): Promise<dto.IntegrationView> {
    return this.integrations.update(input, caller);
  }

  @Operate(webhooks.DeleteIntegration)
  deleteIntegration(
    @Input() input: z.output<typeof dto.IntegrationRef>,
    @TheCaller() caller: Caller,
  ): Promise<Record<string, never>> {
    return this.integrations.delete(input.integrationId, caller);
  }

  @Operate(webhooks.RevealSetup)
  revealSetup(
    @Input() input: z.output<typeof dto.RevealSetupInput>,
    @TheCaller() caller: Caller,
  ): Promise<z.output<typeof dto.IntegrationSetup>> {
    return this.setup.reveal(input, caller);
  }

  @Operate(webhooks.RotateKey)
  rotateKey(
    @Input() input: z.output<typeof dto.IntegrationRef>,
    @TheCaller() caller: Caller,
  ): Promise<dto.IntegrationView> {
    return this.integrations.rotateKey(input.integrationId, caller);
  }

  @Operate(webhooks.SetKey)
  setKey(
    @Input() input: z.output<typeof dto.SetKeyInput>,
    @TheCaller() caller: Caller,
  ): Promise<dto.IntegrationView> {
    return this.integrations.setKey(input, caller);
  }

  @Operate(webhooks.ListDeliveries)
  listDeliveries(
    @Input() input: z.output<typeof dto.ListDeliveriesInput>,
    @TheCaller() caller: Caller,
  ): Promise<z.output<typeof dto.DeliveryPage>> {
    return this.deliveries.list(input, caller);
  }

  @Operate(webhooks.GetDelivery)
  getDelivery(
    @Input() input: z.output<typeof dto.DeliveryRef>,
    @TheCaller() caller: Caller,
  ): Promise<dto.DeliveryView> {
    return this.deliveries.get(input.deliveryId, caller);
  }

  @Operate(webhooks.GetRoutingRules)
  getRoutingRules(@Input() input: z.output<typeof dto.IntegrationRef>): Promise<rules.RoutingRules> {
    return this.rules.get(input.integrationId);
  }

  @Operate(webhooks.SetRoutingRules)
  setRoutingRules(
    @Input() input: z.output<typeof rules.SetRoutingRulesInput>,
    @TheCaller() caller: Caller,
  ): Promise<rules.RoutingRules> {
    return this.rules.set(input, caller);
  }

  @Operate(webhooks.TryRouting)
  tryRouting(
    @Input() input: z.output<typeof rules.TryRoutingInput>,
    @TheCaller() caller: Caller,
  ): Promise<rules.RoutingTrial> {
    return this.rereading.try(input, caller);
  }

  @Operate(webhooks.ReplayDelivery)
  replayDelivery(
    @Input() input: z.output<typeof rules.ReplayDeliveryInput>,
    @TheCaller() caller: Caller,
  ): Promise<z.output<typeof rules.ReplayResult>> {
    return this.rereading.replay(input, caller);
  }

  @Operate(webhooks.GetShadowReport)
  getShadowReport(
    @Input() input: z.output<typeof ShadowReportInput>,
    @TheCaller() caller: Caller,
  ): Promise<ShadowReport> {
    return this.trial.report(input, caller);
  }

  @Operate(webhooks.ListPlugins)
  listPlugins(): z.output<typeof dto.PluginList> {
    return this.sources.list();
  }
}
