import { z } from 'zod';
import { operations } from '../../platform/wire/declare.js';
import * as dto from './oidc.dto.js';
import { UserRef } from './access.dto.js';

export const singleSignOn = operations('access', 'SingleSignOnService', {
  GetSingleSignOn: {
    summary: 'How the provider of single sign-on is, and what its groups give here',
    http: 'GET /single-sign-on',
    allow: 'users.manage',
    input: z.strictObject({}),
    output: dto.SingleSignOn,
  },
  TryClaims: {
    summary: 'What somebody of whom the provider says this would be here; nothing is changed',
    http: 'POST /single-sign-on/try',
    allow: 'users.manage',
    input: dto.TryClaimsInput,
    output: dto.ClaimsVerdict,
  },
  GetUserOrigin: {
    summary: 'By which ways a user gets in, and which of their teams came by a group',
    http: 'GET /users/:userId/origin',
    allow: 'users.manage',
    input: UserRef,
    output: dto.UserOrigin,
  },
});
