import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { type Caller, TheCaller } from '../../platform/auth/caller.js';
import { Input, Operate } from '../../platform/wire/operation.js';
import { DutyService } from './duty.service.js';
import type * as dto from './schedules.dto.js';
import { schedules } from './schedules.operations.js';
import { SchedulesService } from './schedules.service.js';

@Controller()
export class SchedulesController {
  constructor(
    private readonly service: SchedulesService,
    private readonly duty: DutyService,
  ) {}

  @Operate(schedules.ListSchedules)
  listSchedules(
    @Input() input: z.output<typeof dto.ListSchedulesInput>,
  ): Promise<z.output<typeof dto.ScheduleList>> {
    return this.service.list(input);
  }

  @Operate(schedules.GetSchedule)
  getSchedule(@Input() input: z.output<typeof dto.ScheduleRef>): Promise<dto.ScheduleView> {
    return this.service.get(input.scheduleId);
  }

  @Operate(schedules.CreateSchedule)
  createSchedule(
    @Input() input: z.output<typeof dto.CreateScheduleInput>,
    @TheCaller() caller: Caller,
  ): Promise<dto.ScheduleView> {
    return this.service.create(input, caller);
  }

  @Operate(schedules.UpdateSchedule)
  updateSchedule(
    @Input() input: z.output<typeof dto.UpdateScheduleInput>,
    @TheCaller() caller: Caller,
  ): Promise<dto.ScheduleView> {
    return this.service.update(input, caller);
  }

  @Operate(schedules.DeleteSchedule)
  deleteSchedule(
    @Input() input: z.output<typeof dto.ScheduleRef>,
    @TheCaller() caller: Caller,
  ): Promise<Record<string, never>> {
    return this.service.delete(input.scheduleId, caller);
  }

  @Operate(schedules.AddOverride)
  addOverride(
    @Input() input: z.output<typeof dto.AddOverrideInput>,
    @TheCaller() caller: Caller,
  ): Promise<dto.ScheduleView> {
    return this.service.addOverride(input, caller);
  }

  @Operate(schedules.RemoveOverride)
  removeOverride(
    @Input() input: z.output<typeof dto.OverrideRef>,
    @TheCaller() caller: Caller,
  ): Promise<dto.ScheduleView> {
    return this.service.removeOverride(input, caller);
  }

  @Operate(schedules.OnDuty)
  onDuty(@Input() input: z.output<typeof dto.OnDutyInput>): Promise<z.output<typeof dto.DutyList>> {
    return this.duty.list(input);
  }
}
