import { Body, Controller, Delete, HttpCode, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Allow, SECURE_SESSION_COOKIE, SESSION_COOKIE } from '../../platform/auth/auth.guard.js';
import { AuditTrail } from '../../platform/auth/audit-trail.js';
import { type Caller, TheCaller } from '../../platform/auth/caller.js';
import { Config } from '../../platform/config/config.js';
import { Transaction } from '../../platform/database/transaction.js';
import { valid } from '../../platform/errors/invalid-input.js';
import { SignInInput } from './access.dto.js';
import { AuditService } from './audit.service.js';
import { AuthenticatorService } from './authenticator.service.js';
import { SESSION_DAYS, SessionsService } from './sessions.service.js';
import type { UserView } from '../people/index.js';

/** REST only: cookies are the browser's business. What is done is what `SignIn` and `SignOut` do. */
@Controller('api/v1/browser/session')
export class BrowserSessionController {
  constructor(
    private readonly transaction: Transaction,
    private readonly audit: AuditTrail,
    private readonly writer: AuditService,
    private readonly sessions: SessionsService,
    private readonly authenticator: AuthenticatorService,
    private readonly config: Config,
  ) {}

  @Post()
  @Allow('public')
  async open(
    @Body() body: unknown,
    @TheCaller() caller: Caller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ readonly user: UserView; readonly expiresAt: string; readonly csrfToken: string }> {
    const input = valid(SignInInput, body);
    const { token, user, expiresAt } = await this.audited('session.created', caller, () =>
      this.sessions.signIn(input, caller),
    );
    void reply.header('set-cookie', this.cookie(token, SESSION_DAYS * 86_400, request));
    return { user, expiresAt, csrfToken: this.authenticator.csrfTokenOf(token) };
  }

  @Delete()
  @HttpCode(200)
  @Allow('signed-in')
  async close(
    @TheCaller() caller: Caller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Record<string, never>> {
    const answer = await this.audited('session.ended', caller, () => this.sessions.signOut(caller));
    void reply.header('set-cookie', this.cookie('', 0, request));
    return answer;
  }

  private audited<T>(action: string, caller: Caller, work: () => Promise<T>): Promise<T> {
    return this.transaction.run(async () => {
      const { result, note } = await this.audit.collect(work);
      await this.writer.write(action, caller, note);
      return result;
    });
  }

  private cookie(token: string, maxAgeSeconds: number, request: FastifyRequest): string {
    const isSecure = request.protocol === 'https' || this.config.publicUrl.startsWith('https:');
    return [
      `${isSecure ? SECURE_SESSION_COOKIE : SESSION_COOKIE}=${token}`,
      'Path=/',
      `Max-Age=${maxAgeSeconds}`,
      'HttpOnly',
      'SameSite=Lax',
      ...(isSecure ? ['Secure'] : []),
    ].join('; ');
  }
}
