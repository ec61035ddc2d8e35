import { Body, Controller, Delete, HttpCode, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Allow } from '../../platform/auth/auth.guard.js';
import { AuditTrail } from '../../platform/auth/audit-trail.js';
import { Unauthenticated } from '../../platform/auth/authority.js';
import { type Caller, TheCaller } from '../../platform/auth/caller.js';
import { Config } from '../../platform/config/config.js';
import { Transaction } from '../../platform/database/transaction.js';
import { valid } from '../../platform/errors/invalid-input.js';
import { SignInInput } from './access.dto.js';
import { AuditService } from './audit.service.js';
import { AuthenticatorService } from './authenticator.service.js';
import { isSecure } from '../../platform/http/secure-request.js';
import { sessionCookie } from './browser-cookies.js';
import { OidcSignIn } from './oidc.sign-in.service.js';
import { SESSION_PREFIX } from './secrets.js';
import { SESSION_DAYS, SessionsService } from './sessions.service.js';
import { SignInService } from './sign-in.service.js';

const Adopting = z.strictObject({ token: z.string().startsWith(SESSION_PREFIX).max(200) });

/** REST only: cookies are the browser's business. What is done is what `SignIn` and `SignOut` do. */
@Controller('api/v1/browser/session')
export class BrowserSessionController {
  constructor(
    private readonly transaction: Transaction,
    private readonly audit: AuditTrail,
    private readonly writer: AuditService,
    private readonly sessions: SessionsService,
    private readonly signIns: SignInService,
    private readonly authenticator: AuthenticatorService,
    private readonly config: Config,
    private readonly singleSignOn: OidcSignIn,
  ) {}

  @Post()
  @Allow('public')
  async open(
    @Body() body: unknown,
    @TheCaller() caller: Caller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const input = valid(SignInInput, body);
    const { token, ...answer } = await this.audited('session.created', caller, () =>
      this.signIns.signIn(input, caller),
    );
    // More is asked for: the page goes on with the ticket.
    if (token === undefined) return answer;
    return { ...answer, ...this.keep(token, request, reply) };
  }

  /** A session that was opened by another way becomes the browser's; the token that its page has seen ends. */
  @Post('adopt')
  @HttpCode(200)
  @Allow('public')
  async adopt(
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const token = await this.sessions.renewToken(valid(Adopting, body).token);
    if (token === undefined) throw new Unauthenticated('This session is not valid, or not any more');
    return this.keep(token, request, reply);
  }

  @Delete()
  @HttpCode(200)
  @Allow('signed-in')
  async close(
    @TheCaller() caller: Caller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    // Where the page has to go besides, for a session that a provider vouched for.
    const signOutAt = await this.singleSignOn.signOutAddress(caller);
    const answer = await this.audited('session.ended', caller, () => this.sessions.signOut(caller));
    void reply.header('set-cookie', sessionCookie('', 0, isSecure(request, this.config)));
    return { ...answer, ...(signOutAt === undefined ? {} : { signOutAt }) };
  }

  private keep(token: string, request: FastifyRequest, reply: FastifyReply): { readonly csrfToken: string } {
    void reply.header(
      'set-cookie',
      sessionCookie(token, SESSION_DAYS * 86_400, isSecure(request, this.config)),
    );
    return { csrfToken: this.authenticator.csrfTokenOf(token) };
  }

  private audited<T>(action: string, caller: Caller, work: () => Promise<T>): Promise<T> {
    return this.transaction.run(async () => {
      const { result, note } = await this.audit.collect(work);
      await this.writer.write(note.action ?? action, caller, note);
      return result;
    });
  }
}
