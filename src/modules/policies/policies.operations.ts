import { operations } from '../../platform/wire/declare.js';
import { Empty } from '../../platform/wire/schemas.js';
import * as dto from './policies.dto.js';

export const policies = operations('policies', 'PoliciesService', {
  ListPolicies: {
    summary: 'Escalation policies, of one team or all',
    http: 'GET /policies',
    allow: 'policies.read',
    input: dto.ListPoliciesInput,
    output: dto.PolicyList,
  },
  GetPolicy: {
    summary: 'One policy',
    http: 'GET /policies/:policyId',
    allow: 'policies.read',
    input: dto.PolicyRef,
    output: dto.PolicyView,
  },
  CreatePolicy: {
    summary: 'Adds call rules',
    http: 'POST /policies',
    allow: 'policies.edit',
    audit: 'policy.created',
    created: true,
    input: dto.CreatePolicyInput,
    output: dto.PolicyView,
  },
  UpdatePolicy: {
    summary: 'Changes call rules; running escalations keep the old ones',
    http: 'PATCH /policies/:policyId',
    allow: 'policies.edit',
    audit: 'policy.updated',
    input: dto.UpdatePolicyInput,
    output: dto.PolicyView,
  },
  DeletePolicy: {
    summary: 'Removes a policy that nothing names',
    http: 'DELETE /policies/:policyId',
    allow: 'policies.edit',
    audit: 'policy.deleted',
    input: dto.PolicyRef,
    output: Empty,
  },
  PreviewRinging: {
    summary: 'Who would ring, in what order, if an escalation started',
    http: 'POST /policies/preview',
    allow: 'policies.read',
    input: dto.PreviewInput,
    output: dto.Preview,
  },
});
