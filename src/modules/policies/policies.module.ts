import { Module } from '@nestjs/common';
import { PeopleModule } from '../people/index.js';
import { SchedulesModule } from '../schedules/index.js';
import { CandidatesService } from './candidates.service.js';
import { LadderCheck } from './ladder-check.service.js';
import { PoliciesController } from './policies.controller.js';
import { PoliciesService } from './policies.service.js';
import { StandingService } from './standing.service.js';
import { PreviewService } from './preview.service.js';

@Module({
  imports: [PeopleModule, SchedulesModule],
  controllers: [PoliciesController],
  providers: [PoliciesService, CandidatesService, LadderCheck, PreviewService, StandingService],
  exports: [PoliciesService, PreviewService, StandingService],
})
export class PoliciesModule {}
