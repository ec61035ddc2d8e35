export { mountIntake } from './intake.door.js';
export { IntegrationStats } from './integration-stats.engine.js';
export { IntegrationsService } from './integrations.service.js';
export { SetupService } from './setup.service.js';
export * from './webhooks.dto.js';
export * from './webhooks.errors.js';
export { Webhooks1795400000070 } from './webhooks.migrations.js';
export { WebhooksModule } from './webhooks.module.js';
export { webhooks } from './webhooks.operations.js';
