import { z } from 'zod';
import { operations } from '../../platform/wire/declare.js';
import { Empty } from '../../platform/wire/schemas.js';
import * as rules from './rules.dto.js';
import * as shadow from '../alerts/shadow.dto.js';
import * as dto from './webhooks.dto.js';

export const webhooks = operations('webhooks', 'WebhooksService', {
  ListIntegrations: {
    summary: 'Configured alert sources',
    http: 'GET /integrations',
    allow: 'integrations.read',
    input: dto.ListIntegrationsInput,
    output: dto.IntegrationList,
  },
  GetIntegration: {
    summary: 'One integration',
    http: 'GET /integrations/:integrationId',
    allow: 'integrations.read',
    input: dto.IntegrationRef,
    output: dto.IntegrationView,
  },
  CreateIntegration: {
    summary: 'Adds an integration and makes its key',
    http: 'POST /integrations',
    allow: 'integrations.edit',
    audit: 'integration.created',
    created: true,
    input: dto.CreateIntegrationInput,
    output: dto.IntegrationView,
  },
  UpdateIntegration: {
    summary: 'Changes an integration',
    http: 'PATCH /integrations/:integrationId',
    allow: 'integrations.edit',
    audit: 'integration.updated',
    input: dto.UpdateIntegrationInput,
    output: dto.IntegrationView,
  },
  DeleteIntegration: {
    summary: 'Removes an integration; its key stops working',
    http: 'DELETE /integrations/:integrationId',
    allow: 'integrations.edit',
    audit: 'integration.deleted',
    input: dto.IntegrationRef,
    output: Empty,
  },
  RevealSetup: {
    summary: 'The lines to paste, with the secret address',
    http: 'POST /integrations/:integrationId/setup',
    allow: 'integrations.reveal',
    audit: 'integration.key-revealed',
    input: dto.RevealSetupInput,
    output: dto.IntegrationSetup,
  },
  RotateKey: {
    summary: 'Makes a new key; the old one works for a day',
    http: 'POST /integrations/:integrationId/rotate-key',
    allow: 'integrations.edit',
    audit: 'integration.key-rotated',
    input: dto.IntegrationRef,
    output: dto.IntegrationView,
  },
  SetKey: {
    summary: 'Takes over the key that senders hold already; the present one works for a day',
    http: 'POST /integrations/:integrationId/key',
    allow: 'integrations.set-key',
    audit: 'integration.key-set',
    input: dto.SetKeyInput,
    output: dto.IntegrationView,
  },
  ListDeliveries: {
    summary: 'What reached an integration, newest first',
    http: 'GET /integrations/:integrationId/deliveries',
    allow: 'deliveries.read',
    input: dto.ListDeliveriesInput,
    output: dto.DeliveryPage,
  },
  GetDelivery: {
    summary: 'One delivery as it came, and what was read',
    http: 'GET /deliveries/:deliveryId',
    allow: 'deliveries.read',
    input: dto.DeliveryRef,
    output: dto.DeliveryView,
  },
  GetRoutingRules: {
    summary: 'The rules of an integration, and the examples that they are tried on',
    http: 'GET /integrations/:integrationId/rules',
    allow: 'integrations.read',
    input: dto.IntegrationRef,
    output: rules.RoutingRules,
  },
  SetRoutingRules: {
    summary: 'Replaces the rules of an integration, if every example comes out as it says',
    http: 'PUT /integrations/:integrationId/rules',
    allow: 'integrations.edit',
    audit: 'integration.rules-set',
    input: rules.SetRoutingRulesInput,
    output: rules.RoutingRules,
  },
  TryRouting: {
    summary: 'Where a delivery would go, and why; nothing is stored and nobody is called',
    http: 'POST /integrations/:integrationId/try-routing',
    allow: 'deliveries.read',
    input: rules.TryRoutingInput,
    output: rules.RoutingTrial,
  },
  ReplayDelivery: {
    summary: 'Takes a stored delivery in once more, as it would be read today',
    http: 'POST /deliveries/:deliveryId/replay',
    allow: 'integrations.edit',
    audit: 'delivery.replayed',
    input: rules.ReplayDeliveryInput,
    output: rules.ReplayResult,
  },
  GetShadowReport: {
    summary:
      'Whom the alerts of an integration on trial would have rung, beside what became of them elsewhere',
    http: 'GET /integrations/:integrationId/shadow-report',
    allow: 'deliveries.read',
    input: shadow.ShadowReportInput,
    output: shadow.ShadowReport,
  },
  ListPlugins: {
    summary: 'Alert sources and notifiers, with the schema their forms are drawn from',
    http: 'GET /plugins',
    allow: 'integrations.read',
    input: z.strictObject({}),
    output: dto.PluginList,
  },
});
