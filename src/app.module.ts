import { type DynamicModule, Module } from '@nestjs/common';
import { APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { FileSubjectsBinding } from './file-subjects.js';
import { AccessModule, type AccessParts, RIGHTS } from './modules/access/index.js';
import { AlertsModule } from './modules/alerts/index.js';
import { DevicesModule } from './modules/devices/index.js';
import { EscalationModule } from './modules/escalation/index.js';
import { FilesModule } from './modules/files/index.js';
import { IncidentsModule } from './modules/incidents/index.js';
import { NotificationsModule } from './modules/notifications/index.js';
import { OperationsModule } from './modules/operations/index.js';
import { PeopleModule } from './modules/people/index.js';
import { PoliciesModule } from './modules/policies/index.js';
import { SchedulesModule } from './modules/schedules/index.js';
import { ScimModule } from './modules/scim/index.js';
import { SearchModule } from './modules/search/index.js';
import { StickersModule } from './modules/stickers/index.js';
import { TimelineModule } from './modules/timeline/index.js';
import { WebhooksModule } from './modules/webhooks/index.js';
import { AuthGuard } from './platform/auth/auth.guard.js';
import { PlatformModule, type PlatformParts } from './platform/platform.module.js';
import { OperationInterceptor } from './platform/wire/operation.interceptor.js';

export type AppParts = Omit<PlatformParts, 'rights'> & AccessParts;

/** The composition root: the one place that knows every module. */
@Module({})
export class AppModule {
  static with(parts: AppParts): DynamicModule {
    return {
      module: AppModule,
      imports: [
        PlatformModule.with({ ...parts, rights: RIGHTS }),
        PeopleModule,
        StickersModule,
        FilesModule,
        AccessModule.with(parts),
        DevicesModule,
        NotificationsModule,
        SchedulesModule,
        PoliciesModule,
        AlertsModule,
        EscalationModule,
        WebhooksModule,
        IncidentsModule,
        SearchModule,
        ScimModule,
        TimelineModule,
        OperationsModule,
      ],
      providers: [
        FileSubjectsBinding,
        { provide: APP_GUARD, useClass: AuthGuard },
        { provide: APP_INTERCEPTOR, useClass: OperationInterceptor },
      ],
    };
  }
}
