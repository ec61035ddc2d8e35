import { type DynamicModule, Global, Module, type OnModuleInit } from '@nestjs/common';
import { AuditWriter } from '../../platform/auth/audit-trail.js';
import { Authenticator } from '../../platform/auth/auth.guard.js';
import { Authority } from '../../platform/auth/authority.js';
import { DeviceTokens } from '../../platform/auth/device-tokens.js';
import { OneTimeSecrets } from '../../platform/auth/one-time-secrets.js';
import { OpenStreams } from '../../platform/auth/open-streams.js';
import { ReceiptTokens } from '../../platform/auth/receipt-tokens.js';
import { SealedColumns } from '../../platform/auth/sealed-columns.js';
import { Config } from '../../platform/config/config.js';
import { Forgetting } from '../../platform/database/forgetting.js';
import { NotificationsModule } from '../notifications/index.js';
import { Passwords, PeopleModule } from '../people/index.js';
import { AccessController } from './access.controller.js';
import { AccountEnd } from './account-end.service.js';
import { AdminLinkService } from './admin-link.service.js';
import { AuditChain } from './audit-chain.engine.js';
import { AuditVerification } from './audit-verify.service.js';
import { AuditController } from './audit.controller.js';
import { AuditQueries } from './audit.queries.js';
import { AuditService } from './audit.service.js';
import { AuthenticatorService } from './authenticator.service.js';
import { BrowserSessionController } from './browser-session.controller.js';
import { DeviceTokensService } from './device-tokens.service.js';
import { FactorChecks, factorContext } from './factor-checks.js';
import { OidcAdmin } from './oidc.admin.service.js';
import { OidcBrowserController } from './oidc.browser.controller.js';
import { OidcController } from './oidc.controller.js';
import { OidcExchange } from './oidc.exchange.js';
import { OidcFlows } from './oidc.flows.js';
import { OidcPeople } from './oidc.people.js';
import { OidcProvider } from './oidc.provider.js';
import { OidcSignIn } from './oidc.sign-in.service.js';
import { OidcSignOut } from './oidc.sign-out.service.js';
import { FailedSignIns } from './failed-sign-ins.service.js';
import { COST, type Cost, PASSWORD_COST } from './password-hash.js';
import { PasswordLinksService } from './password-links.service.js';
import { OneTimeSecretsService } from './one-time-secrets.service.js';
import { PasswordResetService } from './password-reset.service.js';
import { PasswordsService } from './passwords.service.js';
import { SecondFactorController } from './second-factor.controller.js';
import { SecondFactorService } from './second-factor.service.js';
import { ServiceAccountsController } from './service-accounts.controller.js';
import { ServiceAccountsService } from './service-accounts.service.js';
import { SessionsService } from './sessions.service.js';
import { SignInLimits } from './sign-in-limits.js';
import { SignInRulesService } from './sign-in-rules.service.js';
import { SignInService } from './sign-in.service.js';
import { SignInTickets } from './sign-in-tickets.js';
import { TokenOwners } from './token-owners.js';
import { TokenWarnings } from './token-warnings.service.js';
import { TokensService } from './tokens.service.js';
import { WhoAmIService } from './who-am-i.service.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export interface AccessParts {
  /** What hashing a password costs; what it should cost unless told. */
  readonly passwordCost?: Cost | undefined;
}

/** Global, because the guard and the operations of every room need what it implements. */
@Global()
@Module({
  imports: [PeopleModule, NotificationsModule],
  controllers: [
    AccessController,
    AuditController,
    BrowserSessionController,
    OidcBrowserController,
    OidcController,
    SecondFactorController,
    ServiceAccountsController,
  ],
  providers: [
    AccountEnd,
    PasswordsService,
    SignInLimits,
    FailedSignIns,
    SessionsService,
    ServiceAccountsService,
    TokenOwners,
    SignInTickets,
    FactorChecks,
    SecondFactorService,
    SignInRulesService,
    SignInService,
    OidcProvider,
    OidcExchange,
    OidcFlows,
    OidcPeople,
    OidcSignIn,
    OidcSignOut,
    OidcAdmin,
    PasswordResetService,
    TokensService,
    TokenWarnings,
    DeviceTokensService,
    AuthenticatorService,
    AuditChain,
    AuditQueries,
    AuditService,
    AuditVerification,
    AdminLinkService,
    PasswordLinksService,
    WhoAmIService,
    { provide: Passwords, useExisting: PasswordsService },
    { provide: OneTimeSecrets, useClass: OneTimeSecretsService },
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
      useFactory: (config: Config) => new ReceiptTokens(config.keys.secret, config.keys.others),
    },
  ],
  exports: [
    AccountEnd,
    FailedSignIns,
    Passwords,
    DeviceTokens,
    OneTimeSecrets,
    Authenticator,
    AuditWriter,
    OpenStreams,
    ReceiptTokens,
    AdminLinkService,
  ],
})
export class AccessModule implements OnModuleInit {
  constructor(
    private readonly config: Config,
    private readonly forgetting: Forgetting,
    private readonly sealed: SealedColumns,
  ) {}

  static with({ passwordCost = COST }: AccessParts): DynamicModule {
    return { module: AccessModule, providers: [{ provide: PASSWORD_COST, useValue: passwordCost }] };
  }

  /** Ended sessions stay a while, for whoever asks where they were used from. */
  onModuleInit(): void {
    this.sealed.add(
      {
        table: 'idempotency_keys',
        column: 'view',
        key: ['who', 'key'],
        isJson: true,
        context: (who, key) => `${who} ${key}`,
      },
      {
        table: 'second_factors',
        column: 'sealed_secret',
        key: ['user_id'],
        context: (userId = '') => factorContext(userId),
      },
    );
    const { idempotencyKeysHours, sessionsDays } = this.config.settings.retention;
    this.forgetting.add(
      { table: 'idempotency_keys', age: 'created_at', keptMs: idempotencyKeysHours * HOUR_MS },
      { table: 'sessions', age: 'least(ended_at, expires_at)', keptMs: sessionsDays * DAY_MS },
      { table: 'oidc_flows', age: 'expires_at', keptMs: HOUR_MS },
      { table: 'sign_in_tickets', age: 'expires_at', keptMs: HOUR_MS },
      { table: 'password_links', age: 'expires_at', keptMs: sessionsDays * DAY_MS },
    );
  }
}
