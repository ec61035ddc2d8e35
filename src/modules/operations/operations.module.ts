import { Module } from '@nestjs/common';
import { PeopleModule } from '../people/index.js';
import { AlertsModule } from '../alerts/index.js';
import { EscalationModule } from '../escalation/index.js';
import { WebhooksModule } from '../webhooks/index.js';
import { CanaryEngine } from './canary.engine.js';
import { HeartbeatSender } from './heartbeat-sender.js';
import { HeartbeatsDoor } from './heartbeats.door.js';
import { OwnState } from './own-state.js';
import { PeersStore } from './peers.store.js';
import { SecretsController } from './secrets.controller.js';
import { SecretsRotation } from './secrets.service.js';
import { WatchController } from './watch.controller.js';
import { WatchedService } from './watched.service.js';
import { WatchedStore } from './watched.store.js';
import { WatchViews } from './watch.views.js';

@Module({
  imports: [AlertsModule, EscalationModule, PeopleModule, WebhooksModule],
  controllers: [SecretsController, WatchController],
  providers: [
    CanaryEngine,
    HeartbeatSender,
    HeartbeatsDoor,
    OwnState,
    PeersStore,
    SecretsRotation,
    WatchedService,
    WatchedStore,
    WatchViews,
  ],
})
export class OperationsModule {}
