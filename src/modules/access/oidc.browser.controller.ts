import { Body, Controller, Get, HttpCode, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Allow, cookieOf } from '../../platform/auth/auth.guard.js';
import { type Caller, TheCaller } from '../../platform/auth/caller.js';
import { Config } from '../../platform/config/config.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { valid } from '../../platform/errors/invalid-input.js';
import { isSecure } from '../../platform/http/secure-request.js';
import { cookie, sessionCookie } from './browser-cookies.js';
import { FLOW_MINUTES } from './oidc.flows.js';
import { OidcSignIn } from './oidc.sign-in.service.js';
import { OidcSignOut } from './oidc.sign-out.service.js';
import { SESSION_DAYS } from './sessions.service.js';

const SignOutToken = z.object({ logout_token: z.string().min(1).max(20_000) });

/** REST only: a browser on its way to the provider and back, and what the provider itself says. */
@Controller('api/v1')
export class OidcBrowserController {
  constructor(
    private readonly signIns: OidcSignIn,
    private readonly signOuts: OidcSignOut,
    private readonly config: Config,
  ) {}

  @Get('browser/single-sign-on')
  @Allow('public')
  async leave(
    @Query('returnTo') back: unknown,
    @TheCaller() caller: Caller,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.answer(reply, async () => {
      const { address, state, secret } = await this.signIns.begin(request.host, back, caller);
      const secure = isSecure(request, this.config);
      void reply.header('set-cookie', cookie(flowCookie(state, secure), secret, FLOW_MINUTES * 60, secure));
      return address;
    });
  }

  @Get('browser/single-sign-on/callback')
  @Allow('public')
  async comeBack(
    @Query('state') given: unknown,
    @TheCaller() caller: Caller,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.answer(reply, async () => {
      const state = typeof given === 'string' ? given : '';
      const secure = isSecure(request, this.config);
      const name = flowCookie(state, secure);
      void reply.header('set-cookie', cookie(name, '', 0, secure));
      const { search } = new URL(request.url, 'http://here.invalid');
      const secret = cookieOf(request.headers.cookie, name);
      const { token, returnTo } = await this.signIns.finish(search, state, secret, caller);
      void reply.header('set-cookie', sessionCookie(token, SESSION_DAYS * 86_400, secure));
      return returnTo;
    });
  }

  /** By the provider itself; the token proves it. */
  @Post('single-sign-on/sign-out')
  @HttpCode(200)
  @Allow('public')
  async signedOutThere(
    @Body() body: unknown,
    @TheCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Record<string, never>> {
    void reply.header('cache-control', 'no-store');
    await this.signOuts.bySender(valid(SignOutToken, body).logout_token, caller);
    return {};
  }

  /** Somebody looks at a browser: what went wrong is told on the page for signing in, in words. */
  private async answer(reply: FastifyReply, where: () => Promise<string>): Promise<void> {
    void reply.header('cache-control', 'no-store').header('referrer-policy', 'no-referrer');
    try {
      await reply.redirect(await where(), 303);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      await reply.redirect(`/sign-in?sso=${error.code}`, 303);
    }
  }
}

/** One for each way that was begun: two pages do not take each other’s. */
const flowCookie = (state: string, secure: boolean): string =>
  `${secure ? '__Host-' : ''}barry_sso_${/^[\w-]{8}/.exec(state)?.[0] ?? 'none'}`;
