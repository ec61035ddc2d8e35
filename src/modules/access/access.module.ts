import { Global, Module } from '@nestjs/common';
import { AuditWriter } from '../../platform/auth/audit-trail.js';
import { Authenticator } from '../../platform/auth/auth.guard.js';
import { Authority } from '../../platform/auth/authority.js';
import { DeviceTokens } from '../../platform/auth/device-tokens.js';
import { OpenStreams } from '../../platform/auth/open-streams.js';
import { ReceiptTokens } from '../../platform/auth/receipt-tokens.js';
import { Config } from '../../platform/config/config.js';
import { Passwords, PeopleModule } from '../people/index.js';
import { AccessController } from './access.controller.js';
import { AdminLinkService } from './admin-link.service.js';
import { AuditService } from './audit.service.js';
import { AuthenticatorService } from './authenticator.service.js';
import { BrowserSessionController } from './browser-session.controller.js';
import { DeviceTokensService } from './device-tokens.service.js';
import { FailedSignIns } from './failed-sign-ins.service.js';
import { ForgettingEngine } from './forgetting.engine.js';
import { PasswordLinksService } from './password-links.service.js';
import { PasswordsService } from './passwords.service.js';
import { SessionsService } from './sessions.service.js';
import { SignInLimits } from './sign-in-limits.js';
import { TokensService } from './tokens.service.js';
import { WhoAmIService } from './who-am-i.service.js';

/** Global, because the guard and the operations of every room need what it implements. */
@Global()
@Module({
  imports: [PeopleModule],
  controllers: [AccessController, BrowserSessionController],
  providers: [
    PasswordsService,
    SignInLimits,
    FailedSignIns,
    SessionsService,
    TokensService,
    DeviceTokensService,
    AuthenticatorService,
    AuditService,
    AdminLinkService,
    PasswordLinksService,
    WhoAmIService,
    ForgettingEngine,
    { provide: Passwords, useExisting: PasswordsService },
    { provide: DeviceTokens, useExisting: DeviceTokensService },
    { provide: Authenticator, useExisting: AuthenticatorService },
    { provide: AuditWriter, useExisting: AuditService },
    {
      provide: OpenStreams,
      inject: [Authenticator, Authority],
      useFactory: (authenticator: Authenticator, authority: Authority) =>
        new OpenStreams(authenticator, authority),
    },
    {
      provide: ReceiptTokens,
      inject: [Config],
      useFactory: (config: Config) => new ReceiptTokens(config.keys.secret),
    },
  ],
  exports: [
    FailedSignIns,
    ForgettingEngine,
    Passwords,
    DeviceTokens,
    Authenticator,
    AuditWriter,
    OpenStreams,
    ReceiptTokens,
    AdminLinkService,
  ],
})
export class AccessModule {}
