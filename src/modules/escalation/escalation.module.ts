import { Module } from '@nestjs/common';
import { AlertFacts, AlertsModule, CallHookStarter } from '../alerts/index.js';
import { DevicesModule } from '../devices/index.js';
import { NotificationsModule, SendReports } from '../notifications/index.js';
import { PeopleModule, RingProofs } from '../people/index.js';
import { PoliciesModule, Reachability } from '../policies/index.js';
import { SchedulesModule } from '../schedules/index.js';
import { AlertFactsService, CallHookService } from './alert-facts.service.js';
import { Auditor } from './auditor.engine.js';
import { AuditQueries } from './audit.queries.js';
import { CallsService } from './calls.service.js';
import { Calls } from './calls.store.js';
import { Canaries } from './canaries.store.js';
import { CanaryEscalations } from './canary-escalations.js';
import { CandidateLists } from './candidate-lists.js';
import { DueRows } from './due-rows.js';
import { EffectsShell } from './effects.shell.js';
import { EngineController } from './engine.controller.js';
import { EngineViews } from './engine.views.js';
import { EscalationController } from './escalation.controller.js';
import { EscalationEngine } from './escalation.engine.js';
import { EscalationReader } from './escalation.reader.js';
import { EscalationViews } from './escalation.views.js';
import { EscalationsService } from './escalations.service.js';
import { Escalations } from './escalations.store.js';
import { ExplanationController } from './explanation.controller.js';
import { ExplanationReading } from './explanation.reading.js';
import { ExplanationService } from './explanation.service.js';
import { EngineFindings } from './findings.store.js';
import { LinkedEscalations } from './linked-escalations.js';
import { NewestOfGroups } from './newest-of-groups.js';
import { Openings } from './openings.js';
import { PhoneCalls } from './phone-calls.js';
import { ReachService } from './reach.service.js';
import { RingMessages } from './ring-messages.js';
import { RingProofsService } from './ring-proofs.service.js';
import { RingSessions } from './ring-sessions.js';
import { RingSessionsStore } from './ring-sessions.store.js';
import { RingViews } from './ring.views.js';
import { RingWaits } from './ring-waits.js';
import { RingsController } from './rings.controller.js';
import { RingsService } from './rings.service.js';
import { SendReportsService } from './send-reports.service.js';
import { SourceAcknowledgements } from './source-acknowledgements.js';
import { StillOnItEnd } from './still-on-it.end.js';
import { StillOnIt } from './still-on-it.js';
import { TestRingsController } from './test-rings.controller.js';
import { TestRingsService } from './test-rings.service.js';
import { Works } from './works.js';

@Module({
  imports: [AlertsModule, DevicesModule, NotificationsModule, PeopleModule, PoliciesModule, SchedulesModule],
  controllers: [
    EngineController,
    EscalationController,
    ExplanationController,
    RingsController,
    TestRingsController,
  ],
  providers: [
    AlertFactsService,
    Auditor,
    AuditQueries,
    CallHookService,
    Calls,
    CallsService,
    Canaries,
    CanaryEscalations,
    CandidateLists,
    DueRows,
    EffectsShell,
    EngineFindings,
    EngineViews,
    EscalationEngine,
    EscalationReader,
    Escalations,
    EscalationsService,
    EscalationViews,
    ExplanationReading,
    ExplanationService,
    LinkedEscalations,
    NewestOfGroups,
    Openings,
    PhoneCalls,
    ReachService,
    RingMessages,
    RingProofsService,
    RingSessions,
    RingSessionsStore,
    RingsService,
    RingViews,
    RingWaits,
    SendReportsService,
    SourceAcknowledgements,
    StillOnIt,
    StillOnItEnd,
    TestRingsService,
    Works,
    { provide: AlertFacts, useExisting: AlertFactsService },
    { provide: CallHookStarter, useExisting: CallHookService },
    { provide: Reachability, useExisting: ReachService },
    { provide: RingProofs, useExisting: RingProofsService },
    { provide: SendReports, useExisting: SendReportsService },
  ],
  exports: [
    Auditor,
    Canaries,
    EngineFindings,
    EngineViews,
    EscalationEngine,
    EscalationReader,
    EscalationsService,
    StillOnItEnd,
  ],
})
export class EscalationModule {}
