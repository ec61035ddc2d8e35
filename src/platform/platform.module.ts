import { type DynamicModule, Global, Module, type OnApplicationShutdown } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { getDataSourceToken, TypeOrmModule } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import type { Plugin } from '../plugins/kit/index.js';
import { AuditTrail } from './auth/audit-trail.js';
import { Authority, type RightsTable } from './auth/authority.js';
import { RequestRate } from './auth/request-rate.js';
import { SealedColumns } from './auth/sealed-columns.js';
import { SecretBox } from './auth/secret-box.js';
import { Chores } from './clock/chores.js';
import { Clock } from './clock/clock.js';
import { Loops } from './clock/loop.js';
import { Config } from './config/config.js';
import { dataSourceOptions, openPools, type Schema } from './database/data-sources.js';
import { Forgetting } from './database/forgetting.js';
import { References } from './database/references.js';
import { Transaction } from './database/transaction.js';
import { EventLog } from './events/event-log.js';
import { NumberingEngine } from './events/numbering.engine.js';
import { Wake } from './events/wake.js';
import { HealthController } from './http/health.controller.js';
import { Liveness } from './http/liveness.js';
import { Senders } from './http/senders.js';
import { Readiness } from './http/readiness.js';
import { Metrics } from './observability/metrics.js';
import { Names } from './outside/names.js';
import { Outside } from './outside/outside.js';
import type { RefusedPackage } from './plugin-host/external-plugins.js';
import { PluginRegistry } from './plugin-host/plugin-registry.js';

export interface PlatformParts {
  readonly config: Config;
  readonly schema: Schema;
  readonly plugins: readonly Plugin[];
  /** Packages of the settings that were not taken. */
  readonly refusedPlugins?: readonly RefusedPackage[] | undefined;
  readonly rights: RightsTable;
  readonly clock: Clock;
  /** Where the world is; the resolver of this machine unless told. */
  readonly names?: Names | undefined;
}

@Global()
@Module({})
export class PlatformModule implements OnApplicationShutdown {
  constructor(private readonly transaction: Transaction) {}

  async onApplicationShutdown(): Promise<void> {
    await this.transaction.close();
  }

  static with({
    config,
    schema,
    plugins,
    refusedPlugins,
    rights,
    clock,
    names,
  }: PlatformParts): DynamicModule {
    return {
      module: PlatformModule,
      imports: [
        TypeOrmModule.forRootAsync({
          useFactory: () => ({ ...dataSourceOptions(config, schema, 'api'), retryAttempts: 1 }),
        }),
        ScheduleModule.forRoot(),
      ],
      controllers: [HealthController],
      providers: [
        { provide: Config, useValue: config },
        { provide: Clock, useValue: clock },
        {
          provide: Transaction,
          inject: [getDataSourceToken()],
          useFactory: (api: DataSource) => openPools(config, schema, api),
        },
        { provide: Wake, useFactory: () => new Wake() },
        {
          provide: EventLog,
          inject: [Transaction, Wake],
          useFactory: (t: Transaction, w: Wake) => new EventLog(t, w),
        },
        {
          provide: NumberingEngine,
          inject: [Transaction, Wake],
          useFactory: (t: Transaction, w: Wake) => new NumberingEngine(t, w),
        },
        {
          provide: Chores,
          inject: [Transaction],
          useFactory: (t: Transaction) => new Chores(t, clock),
        },
        { provide: Authority, useFactory: () => new Authority(rights) },
        { provide: AuditTrail, useFactory: () => new AuditTrail() },
        { provide: SecretBox, useFactory: () => new SecretBox(config.keys.secret, config.keys.others) },
        { provide: SealedColumns, useFactory: () => new SealedColumns() },
        { provide: References, useFactory: () => new References() },
        {
          provide: RequestRate,
          useFactory: () => new RequestRate(clock, config.settings.limits.requestsPerMinute),
        },
        {
          provide: Outside,
          useFactory: () =>
            new Outside(names ?? new Names(), clock, config.settings.outbound.allowedNetworks),
        },
        { provide: Senders, useFactory: () => new Senders(config.settings.http.trustedProxies) },
        { provide: PluginRegistry, useFactory: () => new PluginRegistry(plugins, refusedPlugins) },
        { provide: Metrics, useFactory: () => new Metrics() },
        { provide: Readiness, useFactory: () => new Readiness() },
        Loops,
        Forgetting,
        Liveness,
      ],
      exports: [
        Chores,
        Config,
        Clock,
        Transaction,
        Wake,
        EventLog,
        NumberingEngine,
        Authority,
        AuditTrail,
        References,
        SealedColumns,
        SecretBox,
        RequestRate,
        Outside,
        Senders,
        PluginRegistry,
        Metrics,
        Readiness,
        Loops,
        Forgetting,
      ],
    };
  }
}
