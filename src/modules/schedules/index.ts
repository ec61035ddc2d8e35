export * from './schedules.dto.js';
export { schedules } from './schedules.operations.js';
