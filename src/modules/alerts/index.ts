export { AlertExpiry } from './alert-expiry.service.js';
export * from './alerts.dto.js';
export * from './alerts.errors.js';
export * from './alerts.facts.js';
export { AcknowledgedAlerts } from './acknowledged-alerts.queries.js';
export {
  AcknowledgementCounts1795771000060,
  AlertAcknowledged1795750000060,
} from './acknowledgement.migrations.js';
export { AlertSaidSeverity1795760000060 } from './said-severity.migrations.js';
export { Alerts1795400000060 } from './alerts.migrations.js';
export { AlertsModule } from './alerts.module.js';
export { alerts } from './alerts.operations.js';
export { AlertsQueries } from './alerts.queries.js';
export { AlertsService } from './alerts.service.js';
export * from './call-hook.js';
export { CatalogueService } from './catalogue.service.js';
export { AlertExpiry1795740000060 } from './expiry.migrations.js';
export { LONGEST_DOUBT_MS, type ResolveAfter } from './expiry.rules.js';
export * from './ingest.js';
export { IntegrationOwners } from './integration-owners.js';
export * from './maintenance.dto.js';
export * from './rules.dto.js';
export { RuleChecks } from './rule-checks.service.js';
export { failedExamples, type Rulebook, rulebookOf } from './rules.rules.js';
export { Maintenance1795730000061 } from './maintenance.migrations.js';
export { RouteRules1795730000060 } from './rules.migrations.js';
export { RoutingTrials, type TriedItem } from './trial.service.js';
export { AlertLinks } from './links.service.js';
export * from './shadow.dto.js';
export { ShadowReports } from './shadow-report.service.js';
export type { SeverityWords } from './severity.rules.js';
export { ShadowedAlerts, type ShadowedRoute } from './shadowed-alerts.queries.js';
export { SourceAlerts } from './source-alerts.queries.js';
export { type AlertText, AlertTexts } from './texts.queries.js';
export { UnansweredAlerts } from './unanswered.service.js';
