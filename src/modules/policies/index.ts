export * from './policies.dto.js';
export { policies } from './policies.operations.js';
export type { CandidateAsk, LastCalls, StepCandidates } from './candidates.service.js';
export { Policies1795400000050, PolicyEditors1795710000050 } from './policies.migrations.js';
export { PoliciesModule } from './policies.module.js';
export type { PolicySnapshot } from './policies.rows.js';
export { PoliciesService } from './policies.service.js';
export { Reachability } from './reachability.port.js';
export { peopleSnapshot, teamSnapshot } from './standard.rules.js';
