export { access } from './access.operations.js';
export { Access1795400000020, PasswordLinks1795690000020 } from './access.migrations.js';
export { AccessModule } from './access.module.js';
export { AdminLinkService } from './admin-link.service.js';
export { FailedSignIns } from './failed-sign-ins.service.js';
export { ForgettingEngine } from './forgetting.engine.js';
export { RIGHTS } from './rights.js';
