export * from './escalation.dto.js';
export * from './escalation.errors.js';
export { EngineViews } from './engine.views.js';
export { EscalationEngine } from './escalation.engine.js';
export {
  EngineFindings1795690000080,
  Escalation1795400000080,
  EscalationJoins1795680000080,
} from './escalation.migrations.js';
export { EscalationModule } from './escalation.module.js';
export { Auditor } from './auditor.engine.js';
export { engine, escalation, rings } from './escalation.operations.js';
export { EscalationReader, type EscalationForIncident, type ResponderOf } from './escalation.reader.js';
export type { Finding } from './findings.store.js';
export { StillOnItEnd } from './still-on-it.end.js';
export { IncidentPort } from './incident.port.js';
