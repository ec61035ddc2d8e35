import {
  Module,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import { SecretBox } from '../../platform/auth/secret-box.js';
import { Loops } from '../../platform/clock/loop.js';
import { Config } from '../../platform/config/config.js';
import { Forgetting } from '../../platform/database/forgetting.js';
import { AlertsModule } from '../alerts/index.js';
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
import { IntakeLimits } from './intake-limits.js';
import { IntakeDoor } from './intake.door.js';
import { IntakeService } from './intake.service.js';
import { IntegrationKeys } from './integration-keys.service.js';
import { IntegrationStats } from './integration-stats.engine.js';
import { IntegrationsService } from './integrations.service.js';
import { KeyHolder } from './key-holder.service.js';
import { MailEngine } from './mail.engine.js';
import { PartitionsEngine } from './partitions.engine.js';
import { ReaderService } from './reader.service.js';
import { RereadingService } from './rereading.service.js';
import { RoutingRulesService } from './routing-rules.service.js';
import { SetupService } from './setup.service.js';
import { SourceQueries } from './source-query.service.js';
import { SourceCatalogue } from './source-catalogue.js';
import { SpoolReplay } from './spool-replay.engine.js';
import { Spool } from './spool.engine.js';
import { WebhooksController } from './webhooks.controller.js';
import { WrongKeys } from './wrong-keys.js';

const HOUR_MS = 3_600_000;
const LOOK_EVERY_MS = 2_000;
/** The one who sets an integration up waits for its first delivery to be shown. */
const COUNT_EVERY_MS = 500;

@Module({
  imports: [AlertsModule, PeopleModule],
  controllers: [HandshakesController, WebhooksController],
  providers: [
    BatchEngine,
    CallHookService,
    CanaryIntegration,
    Certificates,
    DeliveriesQueries,
    HandshakesEngine,
    HandshakesService,
    IntakeDoor,
    IntakeLimits,
    WrongKeys,
    IntakeService,
    IntegrationKeys,
    IntegrationStats,
    IntegrationsService,
    KeyHolder,
    MailEngine,
    PartitionsEngine,
    ReaderService,
    RereadingService,
    RoutingRulesService,
    SetupService,
    SourceCatalogue,
    SourceQueries,
    Spool,
    SpoolReplay,
    { provide: BodyRoom, useFactory: () => new BodyRoom() },
    {
      provide: SecretBox,
      inject: [Config],
      useFactory: (config: Config) => new SecretBox(config.keys.secret),
    },
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
    private readonly replay: SpoolReplay,
    private readonly spool: Spool,
    private readonly stats: IntegrationStats,
  ) {}

  onModuleInit(): void {
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
