import { Module } from '@nestjs/common';
import { PeopleModule } from '../people/index.js';
import { DutyService } from './duty.service.js';
import { SchedulesController } from './schedules.controller.js';
import { SchedulesService } from './schedules.service.js';

@Module({
  imports: [PeopleModule],
  controllers: [SchedulesController],
  providers: [SchedulesService, DutyService],
  exports: [SchedulesService, DutyService],
})
export class SchedulesModule {}
