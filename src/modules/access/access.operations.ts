import { z } from 'zod';
import { operations } from '../../platform/wire/declare.js';
import { Empty } from '../../platform/wire/schemas.js';
import * as dto from './access.dto.js';

export const access = operations('access', 'AccessService', {
  SignIn: {
    summary: 'Local sign-in; the token goes into `Authorization: Bearer`',
    http: 'POST /sign-in',
    allow: 'public',
    audit: 'session.created',
    input: dto.SignInInput,
    output: dto.SignedIn,
  },
  SignOut: {
    summary: 'Ends the session or device token in use',
    http: 'POST /sign-out',
    allow: 'signed-in',
    audit: 'session.ended',
    input: z.strictObject({}),
    output: Empty,
  },
  UseAdminLink: {
    summary: 'Makes the first admin, once',
    http: 'POST /admin-link',
    allow: 'public',
    audit: 'admin-link.used',
    input: dto.AdminLinkInput,
    output: dto.SignedIn,
  },
  WhoAmI: {
    summary: 'The caller, their teams and rights',
    http: 'GET /me',
    allow: 'signed-in',
    input: z.strictObject({}),
    output: dto.Me,
  },
  ChangePassword: {
    summary: 'Changes the own password; other sessions end',
    http: 'POST /me/password',
    allow: 'signed-in',
    audit: 'password.changed',
    input: dto.ChangePasswordInput,
    output: Empty,
  },
  ListSessions: {
    summary: 'Own sessions',
    http: 'GET /sessions',
    allow: 'signed-in',
    input: z.strictObject({}),
    output: dto.SessionList,
  },
  RevokeSession: {
    summary: 'Ends one of the own sessions',
    http: 'DELETE /sessions/:sessionId',
    allow: 'signed-in',
    audit: 'session.revoked',
    input: dto.SessionRef,
    output: Empty,
  },
  ListTokens: {
    summary: 'Own API tokens',
    http: 'GET /tokens',
    allow: 'signed-in',
    input: z.strictObject({}),
    output: dto.TokenList,
  },
  CreateToken: {
    summary: 'Makes an API token',
    http: 'POST /tokens',
    allow: 'tokens.create',
    audit: 'token.created',
    created: true,
    input: dto.CreateTokenInput,
    output: dto.CreatedToken,
  },
  RevokeToken: {
    summary: 'Revokes an API token',
    http: 'DELETE /tokens/:tokenId',
    allow: 'signed-in',
    audit: 'token.revoked',
    input: dto.TokenRef,
    output: Empty,
  },
  ListAudit: {
    summary: 'The audit log, newest first',
    http: 'GET /audit',
    allow: 'audit.read',
    input: dto.ListAuditInput,
    output: dto.AuditPage,
  },
});
