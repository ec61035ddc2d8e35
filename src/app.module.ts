import { Module, type DynamicModule } from '@nestjs/common';
import { APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { RIGHTS } from './modules/access/index.js';
import { AuthGuard } from './platform/auth/auth.guard.js';
import { PlatformModule, type PlatformParts } from './platform/platform.module.js';
import { OperationInterceptor } from './platform/wire/operation.interceptor.js';

export type AppParts = Omit<PlatformParts, 'rights'>;

/** The composition root: the one place that knows every module. */
@Module({})
export class AppModule {
  static with(parts: AppParts): DynamicModule {
    return {
      module: AppModule,
      imports: [PlatformModule.with({ ...parts, rights: RIGHTS })],
      providers: [
        { provide: APP_GUARD, useClass: AuthGuard },
        { provide: APP_INTERCEPTOR, useClass: OperationInterceptor },
      ],
    };
  }
}
