import {
  Module,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import { type SealedColumn, SealedColumns } from '../../platform/auth/sealed-columns.js';
import { Loops } from '../../platform/clock/loop.js';
import { Config } from '../../platform/config/config.js';
import { Forgetting } from '../../platform/database/forgetting.js';
import { AlertsModule, IntegrationOwners } from '../alerts/index.js';
import { PeopleModule } from '../people/index.js';
import { BodyRoom } from './body-room.js';
import { BatchEngine } from './batch.engine.js';
import { CanaryIntegration } from './canary-integration.service.js';
import { CallHookService } from './call-hook.service.js';
import { Certificates } from './certificates.service.js';
import { DeliveriesQueries } from './deliveries.queries.js';
import { HandshakesController } from './handshakes.controller.js';
import { HandshakesEngine } from './handshakes.engine.js';
import { HandshakesService } from './handshakes.service.js';
import { HearingEngine } from './hearing.engine.js';
import { HeartbeatBook } from './heartbeat-book.service.js';
import { HeartbeatsController } from './heartbeats.controller.js';
import { HeartbeatsService } from './heartbeats.service.js';
import { HeartbeatsStore } from './heartbeats.store.js';
import { IntakeLimits } from './intake-limits.js';
import { IntakeDoor } from './intake.door.js';
import { IntakeService } from './intake.service.js';
import { IntegrationChanges } from './integration-changes.service.js';
import { IntegrationKeys } from './integration-keys.service.js';
import { IntegrationOwnersQueries } from './integration-owners.queries.js';
import { IntegrationStats } from './integration-stats.engine.js';
import { IntegrationsService } from './integrations.service.js';
import { KeyHolder } from './key-holder.service.js';
import { MailEngine } from './mail.engine.js';
import { PartitionsEngine } from './partitions.engine.js';
import { PingDoor } from './ping.door.js';
import { Pings } from './pings.service.js';
import { ReaderService } from './reader.service.js';
import { RereadingService } from './rereading.service.js';
import { RoutingRulesService } from './routing-rules.service.js';
import { ShadowTrial } from './shadow-trial.service.js';
import { SetupService } from './setup.service.js';
import { SilenceService } from './silence.service.js';
import { SourceQueries } from './source-query.service.js';
import { SourceRoutes } from './source-routes.service.js';
import { SourceCatalogue } from './source-catalogue.js';
import { Unheard } from './unheard.queries.js';
import { SpoolReplay } from './spool-replay.engine.js';
import { Spool } from './spool.engine.js';
import { WebhooksController } from './webhooks.controller.js';
import { WrongKeys } from './wrong-keys.js';

const HOUR_MS = 3_600_000;
const LOOK_EVERY_MS = 2_000;
/** The one who sets an integration up waits for its first delivery to be shown. */
const COUNT_EVERY_MS = 500;

const sealedAs = (table: string, column: string, what: string): SealedColumn => ({
  table,
  column,
  key: ['id'],
  context: (id) => `${what} ${id}`,
});

@Module({
  imports: [AlertsModule, PeopleModule],
  controllers: [HandshakesController, HeartbeatsController, WebhooksController],
  providers: [
    BatchEngine,
    CallHookService,
    CanaryIntegration,
    Certificates,
    DeliveriesQueries,
    HandshakesEngine,
    HandshakesService,
    HearingEngine,
    HeartbeatBook,
    HeartbeatsService,
    HeartbeatsStore,
    IntakeDoor,
    IntakeLimits,
    WrongKeys,
    IntakeService,
    IntegrationChanges,
    IntegrationKeys,
    { provide: IntegrationOwners, useClass: IntegrationOwnersQueries },
    IntegrationStats,
    IntegrationsService,
    KeyHolder,
    MailEngine,
    PartitionsEngine,
    PingDoor,
    Pings,
    ReaderService,
    RereadingService,
    RoutingRulesService,
    SetupService,
    ShadowTrial,
    SilenceService,
    SourceCatalogue,
    SourceQueries,
    SourceRoutes,
    Spool,
    SpoolReplay,
    Unheard,
    { provide: BodyRoom, useFactory: () => new BodyRoom() },
  ],
  exports: [CanaryIntegration, IntegrationsService, SetupService, IntegrationStats, Spool],
})
export class WebhooksModule implements OnModuleInit, OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    private readonly config: Config,
    private readonly forgetting: Forgetting,
    private readonly loops: Loops,
    private readonly handshakes: HandshakesEngine,
    private readonly partitions: PartitionsEngine,
    private readonly pings: Pings,
    private readonly replay: SpoolReplay,
    private readonly sealed: SealedColumns,
    private readonly spool: Spool,
    private readonly stats: IntegrationStats,
  ) {}

  onModuleInit(): void {
    this.sealed.add(
      sealedAs('integrations', 'options_sealed', 'options'),
      sealedAs('integrations', 'key_sealed', 'key'),
      sealedAs('heartbeats', 'key_sealed', 'heartbeat'),
      sealedAs('integration_handshakes', 'url_sealed', 'handshake'),
    );
    const { deliveriesDays, deliveryKeysHours } = this.config.settings.retention;
    this.forgetting.add(
      { table: 'delivery_keys', age: 'created_at', keptMs: deliveryKeysHours * HOUR_MS },
      // Those of a month go with its partition; these have none.
      { table: 'deliveries_default', age: 'received_at', keptMs: deliveriesDays * 24 * HOUR_MS },
    );
  }

  onApplicationBootstrap(): void {
    this.loops.start({
      name: 'delivery-partitions',
      topics: [],
      pollMs: LOOK_EVERY_MS,
      tick: () => this.partitions.tick(),
    });
    this.loops.start({
      name: 'delivery-counts',
      topics: [],
      pollMs: COUNT_EVERY_MS,
      tick: () => this.stats.tick(),
    });
    this.loops.start({
      name: 'handshakes',
      topics: [],
      pollMs: LOOK_EVERY_MS,
      tick: () => this.handshakes.tick(),
    });
    this.loops.start({
      name: 'pings',
      topics: [],
      pollMs: LOOK_EVERY_MS,
      tick: () => this.pings.tick(),
    });
    if (this.spool.isConfigured)
      this.loops.start({
        name: 'intake-spool',
        topics: [],
        pollMs: LOOK_EVERY_MS,
        tick: () => this.replay.tick(),
      });
  }

  onApplicationShutdown(): Promise<void> {
    return this.stats.settled();
  }
}
