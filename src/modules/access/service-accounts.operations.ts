import { operations } from '../../platform/wire/declare.js';
import { UserView } from '../people/people.dto.js';
import * as dto from './service-accounts.dto.js';

export const serviceAccounts = operations('access', 'ServiceAccountsService', {
  ListServiceAccounts: {
    summary: 'Users that are no person, by name',
    http: 'GET /service-accounts',
    allow: 'people.read',
    input: dto.ListServiceAccountsInput,
    output: dto.ServiceAccountPage,
  },
  CreateServiceAccount: {
    summary: 'A user that is no person, for tokens of scripts and systems; it is never called',
    http: 'POST /service-accounts',
    allow: 'service-accounts.manage',
    audit: 'service-account.created',
    created: true,
    input: dto.CreateServiceAccountInput,
    output: UserView,
  },
  UpdateServiceAccount: {
    summary: 'Changes a service account; disabled, all of its tokens end',
    http: 'PATCH /service-accounts/:userId',
    allow: 'service-accounts.manage',
    audit: 'service-account.updated',
    input: dto.UpdateServiceAccountInput,
    output: UserView,
  },
});
