export * from './alerts.dto.js';
export { alerts } from './alerts.operations.js';
export * from './alerts.facts.js';
export * from './call-hook.js';
export * from './ingest.js';
