export { access } from './access.operations.js';
export { AuditChain } from './audit-chain.engine.js';
export { audit, exportAudit } from './audit.operations.js';
export { serviceAccounts } from './service-accounts.operations.js';
export {
  Access1795400000020,
  ApiTokens1795770000020,
  AuditChain1795770000021,
  PasswordLinks1795690000020,
  SessionAge1795690000021,
} from './access.migrations.js';
export { PasswordLinkPurpose1795771000020, SecondFactors1795771000021 } from './access.account-migrations.js';
export { Oidc1795790000020 } from './access.oidc-migrations.js';
export { AccessModule, type AccessParts } from './access.module.js';
export { AccountEnd } from './account-end.service.js';
export { AdminLinkService } from './admin-link.service.js';
export { FailedSignIns } from './failed-sign-ins.service.js';
export { PasswordResetService } from './password-reset.service.js';
export { RIGHTS } from './rights.js';
