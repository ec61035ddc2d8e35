export * from './schedules.dto.js';
export { schedules } from './schedules.operations.js';
export { DutyService } from './duty.service.js';
export { Schedules1795400000040 } from './schedules.migrations.js';
export { SchedulesModule } from './schedules.module.js';
export { SchedulesService } from './schedules.service.js';
export type { Shift } from './schedules.rules.js';
export { minuteOf, wallClock } from './wall-clock.rules.js';
