import { z } from 'zod';
import { operations } from '../../platform/wire/declare.js';
import { Empty } from '../../platform/wire/schemas.js';
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
  ListPlugins: {
    summary: 'Alert sources and notifiers, with the schema their forms are drawn from',
    http: 'GET /plugins',
    allow: 'integrations.read',
    input: z.strictObject({}),
    output: dto.PluginList,
  },
});
