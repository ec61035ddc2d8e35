import { Global, Module, type OnModuleInit } from '@nestjs/common';
import { SealedColumns } from '../../platform/auth/sealed-columns.js';
import { Config } from '../../platform/config/config.js';
import { Forgetting } from '../../platform/database/forgetting.js';
import { NotifierDirectory } from '../../platform/plugin-host/notifier-directory.js';
import { DevicesModule } from '../devices/index.js';
import { PeopleModule } from '../people/index.js';
import { CallbackAddresses } from './callback-addresses.js';
import { CallbacksDoor } from './callbacks.door.js';
import { CallbacksService } from './callbacks.service.js';
import { Informs } from './informs.js';
import { Letters } from './letters.js';
import { NotificationsController } from './notifications.controller.js';
import { NotificationsQueries } from './notifications.queries.js';
import { Directory } from './notifier-directory.js';
import { NotifierInstances } from './notifier-instances.js';
import { OutcomeRecorder } from './outcome-recorder.js';
import { Outbox } from './outbox.js';
import { OutboxQueries } from './outbox.queries.js';
import { PhoneCosts } from './phone-costs.service.js';
import { PhoneQueue } from './phone-queue.js';
import { Redialling } from './redialling.js';
import { ReceiptAddresses } from './receipt-address.js';
import { Routes } from './routes.service.js';
import { SenderEngine } from './sender.engine.js';
import { SendTrail } from './send-trail.queries.js';
import { StreamChannel } from './stream.channel.js';
import { channelContext, TeamChannels } from './team-channels.service.js';
import { TeamNewsService } from './team-news.js';
import { codeContext, VerificationService } from './verification.service.js';

/** `SendReports` is bound by its one listener, which stands above this module. */
@Global()
@Module({
  imports: [DevicesModule, PeopleModule],
  controllers: [NotificationsController],
  providers: [
    CallbackAddresses,
    CallbacksDoor,
    CallbacksService,
    Informs,
    Letters,
    NotificationsQueries,
    NotifierInstances,
    Outbox,
    OutboxQueries,
    OutcomeRecorder,
    PhoneCosts,
    PhoneQueue,
    ReceiptAddresses,
    Redialling,
    Routes,
    SenderEngine,
    SendTrail,
    StreamChannel,
    TeamChannels,
    TeamNewsService,
    VerificationService,
    { provide: NotifierDirectory, useClass: Directory },
  ],
  exports: [
    Informs,
    Letters,
    NotifierDirectory,
    NotifierInstances,
    Outbox,
    OutboxQueries,
    PhoneCosts,
    ReceiptAddresses,
    Routes,
    SenderEngine,
    SendTrail,
    TeamNewsService,
  ],
})
export class NotificationsModule implements OnModuleInit {
  constructor(
    private readonly config: Config,
    private readonly forgetting: Forgetting,
    private readonly sealed: SealedColumns,
  ) {}

  /** What still waits is not finished, however old. */
  onModuleInit(): void {
    this.sealed.add(
      {
        table: 'contact_verifications',
        column: 'sealed_code',
        key: ['contact_method_id'],
        context: (id = '') => codeContext(id),
      },
      {
        table: 'team_channels',
        column: 'target_sealed',
        key: ['id'],
        context: (id = '') => channelContext(id),
      },
    );
    const keptMs = this.config.settings.retention.outboxDays * 24 * 60 * 60 * 1000;
    this.forgetting.add({ table: 'outbox', age: 'created_at', and: 'done_at < $1', keptMs });
  }
}
