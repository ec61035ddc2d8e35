import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { type Caller, TheCaller } from '../../platform/auth/caller.js';
import { Input, Operate } from '../../platform/wire/operation.js';
import type * as dto from './access.dto.js';
import { access } from './access.operations.js';
import { AdminLinkService } from './admin-link.service.js';
import type * as auditDto from './audit.dto.js';
import { AuditQueries } from './audit.queries.js';
import { PasswordLinksService } from './password-links.service.js';
import { PasswordResetService } from './password-reset.service.js';
import { SessionsService } from './sessions.service.js';
import { SignInService } from './sign-in.service.js';
import { TokensService } from './tokens.service.js';
import { WhoAmIService } from './who-am-i.service.js';

type Nothing = Record<string, never>;

@Controller()
export class AccessController {
  constructor(
    private readonly sessions: SessionsService,
    private readonly signIns: SignInService,
    private readonly resets: PasswordResetService,
    private readonly tokens: TokensService,
    private readonly adminLink: AdminLinkService,
    private readonly passwordLinks: PasswordLinksService,
    private readonly whoAmIService: WhoAmIService,
    private readonly audit: AuditQueries,
  ) {}

  @Operate(access.SignIn)
  signIn(
    @Input() input: z.output<typeof dto.SignInInput>,
    @TheCaller() caller: Caller,
  ): Promise<z.output<typeof dto.SignInAnswer>> {
    return this.signIns.signIn(input, caller);
  }

  @Operate(access.GetSignInOptions)
  signInOptions(): z.output<typeof dto.SignInOptions> {
    return this.signIns.options();
  }

  @Operate(access.ConfirmSignIn)
  confirmSignIn(
    @Input() input: z.output<typeof dto.TicketCodeInput>,
    @TheCaller() caller: Caller,
  ): Promise<z.output<typeof dto.SignedIn>> {
    return this.signIns.confirm(input, caller);
  }

  @Operate(access.StartFactorAtSignIn)
  startFactorAtSignIn(
    @Input() input: z.output<typeof dto.TicketInput>,
    @TheCaller() caller: Caller,
  ): Promise<z.output<typeof dto.FactorSecret>> {
    return this.signIns.startFactor(input, caller);
  }

  @Operate(access.ConfirmFactorAtSignIn)
  confirmFactorAtSignIn(
    @Input() input: z.output<typeof dto.TicketCodeInput>,
    @TheCaller() caller: Caller,
  ): Promise<z.output<typeof dto.EnrolledAtSignIn>> {
    return this.signIns.confirmFactor(input, caller);
  }

  @Operate(access.RequestPasswordReset)
  requestPasswordReset(
    @Input() input: z.output<typeof dto.PasswordResetInput>,
    @TheCaller() caller: Caller,
  ): Nothing {
    return this.resets.request(input, caller);
  }

  @Operate(access.SignOut)
  signOut(@TheCaller() caller: Caller): Promise<Nothing> {
    return this.sessions.signOut(caller);
  }

  @Operate(access.UseAdminLink)
  useAdminLink(
    @Input() input: z.output<typeof dto.AdminLinkInput>,
    @TheCaller() caller: Caller,
  ): Promise<z.output<typeof dto.SignedIn>> {
    return this.adminLink.use(input, caller);
  }

  @Operate(access.CreatePasswordLink)
  createPasswordLink(
    @Input() input: z.output<typeof dto.PasswordLinkFor>,
  ): Promise<z.output<typeof dto.PasswordLink>> {
    return this.passwordLinks.create(input);
  }

  @Operate(access.UsePasswordLink)
  usePasswordLink(
    @Input() input: z.output<typeof dto.PasswordLinkInput>,
    @TheCaller() caller: Caller,
  ): Promise<z.output<typeof dto.SignInAnswer>> {
    return this.passwordLinks.use(input, caller);
  }

  @Operate(access.WhoAmI)
  whoAmI(@TheCaller() caller: Caller): Promise<z.output<typeof dto.Me>> {
    return this.whoAmIService.me(caller);
  }

  @Operate(access.ChangePassword)
  changePassword(
    @Input() input: z.output<typeof dto.ChangePasswordInput>,
    @TheCaller() caller: Caller,
  ): Promise<Nothing> {
    return this.sessions.changePassword(input, caller);
  }

  @Operate(access.ListSessions)
  listSessions(@TheCaller() caller: Caller): Promise<z.output<typeof dto.SessionList>> {
    return this.sessions.list(caller);
  }

  @Operate(access.RevokeSession)
  revokeSession(
    @Input() input: z.output<typeof dto.SessionRef>,
    @TheCaller() caller: Caller,
  ): Promise<Nothing> {
    return this.sessions.revoke(input.sessionId, caller);
  }

  @Operate(access.RevokeOtherSessions)
  revokeOtherSessions(@TheCaller() caller: Caller): Promise<Nothing> {
    return this.sessions.revokeOthers(caller);
  }

  @Operate(access.ListUserSessions)
  listUserSessions(
    @Input() input: z.output<typeof dto.UserRef>,
    @TheCaller() caller: Caller,
  ): Promise<z.output<typeof dto.SessionList>> {
    return this.sessions.list(caller, input.userId);
  }

  @Operate(access.RevokeUserSession)
  revokeUserSession(@Input() input: z.output<typeof dto.UserSessionRef>): Promise<Nothing> {
    return this.sessions.revokeOf(input.userId, input.sessionId);
  }

  @Operate(access.RevokeUserSessions)
  revokeUserSessions(@Input() input: z.output<typeof dto.UserRef>): Promise<Nothing> {
    return this.sessions.revokeAllOf(input.userId);
  }

  @Operate(access.ListTokens)
  listTokens(
    @Input() input: z.output<typeof dto.ListTokensInput>,
    @TheCaller() caller: Caller,
  ): Promise<z.output<typeof dto.TokenList>> {
    return this.tokens.list(input.ownerId, caller);
  }

  @Operate(access.ListAllTokens)
  listAllTokens(
    @Input() input: z.output<typeof dto.ListAllTokensInput>,
  ): Promise<z.output<typeof dto.TokenPage>> {
    return this.tokens.listAll(input);
  }

  @Operate(access.RotateToken)
  rotateToken(
    @Input() input: z.output<typeof dto.RotateTokenInput>,
    @TheCaller() caller: Caller,
  ): Promise<z.output<typeof dto.RotatedToken>> {
    return this.tokens.rotate(input, caller);
  }

  @Operate(access.SetTokenRate)
  setTokenRate(@Input() input: z.output<typeof dto.TokenRateInput>): Promise<z.output<typeof dto.TokenView>> {
    return this.tokens.setRate(input);
  }

  @Operate(access.CreateToken)
  createToken(
    @Input() input: z.output<typeof dto.CreateTokenInput>,
    @TheCaller() caller: Caller,
  ): Promise<z.output<typeof dto.CreatedToken>> {
    return this.tokens.create(input, caller);
  }

  @Operate(access.RevokeToken)
  revokeToken(@Input() input: z.output<typeof dto.TokenRef>, @TheCaller() caller: Caller): Promise<Nothing> {
    return this.tokens.revoke(input.tokenId, caller);
  }

  @Operate(access.ListAudit)
  listAudit(
    @Input() input: z.output<typeof auditDto.ListAuditInput>,
  ): Promise<z.output<typeof auditDto.AuditPage>> {
    return this.audit.list(input);
  }
}
