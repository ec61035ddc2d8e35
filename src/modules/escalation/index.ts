export * from './escalation.dto.js';
export * from './escalation.errors.js';
export { Canaries } from './canaries.store.js';
export { Canaries1795710000082 } from './canary.migrations.js';
export { type CanaryAddress, canaryAgeSeconds, isCanaryDead, nextCanary } from './canary.rules.js';
export { EngineFindings } from './findings.store.js';
export { EngineViews } from './engine.views.js';
export { EscalationEngine } from './escalation.engine.js';
export {
  EngineFindings1795690000080,
  Escalation1795400000080,
  EscalationJoins1795680000080,
  EscalationLookups1795710000080,
  LiveRingCalls1795780000080,
} from './escalation.migrations.js';
export { EscalationModule } from './escalation.module.js';
export { Auditor } from './auditor.engine.js';
export { engine, escalation, rings } from './escalation.operations.js';
export { explanations } from './explanation.operations.js';
export { EscalationReader, type EscalationForIncident, type ResponderOf } from './escalation.reader.js';
export type { Finding } from './findings.store.js';
export { TestRings1795710000081 } from './test-rings.migrations.js';
export { StillOnItEnd } from './still-on-it.end.js';
export { IncidentPort } from './incident.port.js';
