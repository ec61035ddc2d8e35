import { Module } from '@nestjs/common';
import { PeopleModule } from '../people/index.js';
import { PoliciesModule } from '../policies/index.js';
import { AlertExpiry } from './alert-expiry.service.js';
import { AlertsController } from './alerts.controller.js';
import { AlertsQueries } from './alerts.queries.js';
import { AlertsService } from './alerts.service.js';
import { BulkService } from './bulk.service.js';
import { CatalogueService } from './catalogue.service.js';
import { FactsTeller } from './facts-teller.service.js';
import { IngestQueries } from './ingest.queries.js';
import { AlertLinks } from './links.service.js';
import { MaintenanceQueries } from './maintenance.queries.js';
import { MaintenanceService } from './maintenance.service.js';
import { QuietAlerts } from './quiet-alerts.service.js';
import { RaisingService } from './raising.service.js';
import { RoutingQueries } from './routing.queries.js';
import { RoutingTrials } from './trial.service.js';
import { RuleChecks } from './rule-checks.service.js';
import { AcknowledgedAlerts } from './acknowledged-alerts.queries.js';
import { ShadowReports } from './shadow-report.service.js';
import { ShadowedAlerts } from './shadowed-alerts.queries.js';
import { SourceAlerts } from './source-alerts.queries.js';
import { AlertTexts } from './texts.queries.js';
import { UnansweredAlerts } from './unanswered.service.js';

/** `AlertFacts` is bound by its one subscriber, which stands above this module. */
@Module({
  imports: [PeopleModule, PoliciesModule],
  controllers: [AlertsController],
  providers: [
    AcknowledgedAlerts,
    AlertExpiry,
    AlertsService,
    AlertsQueries,
    AlertLinks,
    BulkService,
    CatalogueService,
    FactsTeller,
    IngestQueries,
    MaintenanceQueries,
    MaintenanceService,
    QuietAlerts,
    RaisingService,
    RoutingQueries,
    RoutingTrials,
    RuleChecks,
    ShadowedAlerts,
    ShadowReports,
    SourceAlerts,
    AlertTexts,
    UnansweredAlerts,
  ],
  exports: [
    AcknowledgedAlerts,
    AlertExpiry,
    AlertsService,
    AlertsQueries,
    AlertLinks,
    CatalogueService,
    RoutingTrials,
    RuleChecks,
    ShadowReports,
    SourceAlerts,
    AlertTexts,
    UnansweredAlerts,
  ],
})
export class AlertsModule {}
