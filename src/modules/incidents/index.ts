export * from './incidents.dto.js';
export * from './incidents.errors.js';
export { Incidents1795400000090 } from './incidents.migrations.js';
export { IncidentsModule } from './incidents.module.js';
export { incidents } from './incidents.operations.js';
export { IncidentsQueries } from './incidents.queries.js';
export { type CommentText, type IncidentText, IncidentTexts } from './texts.queries.js';
export { IncidentsService } from './incidents.service.js';
