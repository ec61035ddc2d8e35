import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { type Caller, TheCaller } from '../../platform/auth/caller.js';
import { Input, Operate } from '../../platform/wire/operation.js';
import type { ContactMethodRef, ContactMethodView } from '../people/index.js';
import type * as dto from './notifications.dto.js';
import { notifications } from './notifications.operations.js';
import { NotificationsQueries } from './notifications.queries.js';
import type { ListPhoneCostsInput, PhoneCostList } from './phone-costs.dto.js';
import { PhoneCosts } from './phone-costs.service.js';
import type * as channels from './team-channels.dto.js';
import { TeamChannels } from './team-channels.service.js';
import { VerificationService } from './verification.service.js';

@Controller()
export class NotificationsController {
  constructor(
    private readonly queries: NotificationsQueries,
    private readonly verification: VerificationService,
    private readonly costs: PhoneCosts,
    private readonly channels: TeamChannels,
  ) {}

  @Operate(notifications.SendVerificationCode)
  sendVerificationCode(
    @Input() input: z.output<typeof ContactMethodRef>,
    @TheCaller() caller: Caller,
  ): Promise<z.output<typeof dto.CodeSent>> {
    return this.verification.send(input, caller);
  }

  @Operate(notifications.ConfirmContactMethod)
  confirmContactMethod(
    @Input() input: z.output<typeof dto.ConfirmInput>,
    @TheCaller() caller: Caller,
  ): Promise<ContactMethodView> {
    return this.verification.confirm(input, caller);
  }

  @Operate(notifications.ListTeamChannels)
  listTeamChannels(
    @Input() input: z.output<typeof channels.ListTeamChannelsInput>,
    @TheCaller() caller: Caller,
  ): Promise<z.output<typeof channels.TeamChannelList>> {
    return this.channels.list(input.teamId, caller);
  }

  @Operate(notifications.CreateTeamChannel)
  createTeamChannel(
    @Input() input: z.output<typeof channels.CreateTeamChannelInput>,
    @TheCaller() caller: Caller,
  ): Promise<channels.TeamChannelView> {
    return this.channels.create(input, caller);
  }

  @Operate(notifications.UpdateTeamChannel)
  updateTeamChannel(
    @Input() input: z.output<typeof channels.UpdateTeamChannelInput>,
    @TheCaller() caller: Caller,
  ): Promise<channels.TeamChannelView> {
    return this.channels.update(input, caller);
  }

  @Operate(notifications.DeleteTeamChannel)
  deleteTeamChannel(
    @Input() input: z.output<typeof channels.TeamChannelRef>,
    @TheCaller() caller: Caller,
  ): Promise<object> {
    return this.channels.remove(input, caller);
  }

  @Operate(notifications.ListPhoneCosts)
  listPhoneCosts(
    @Input() input: z.output<typeof ListPhoneCostsInput>,
    @TheCaller() caller: Caller,
  ): Promise<PhoneCostList> {
    return this.costs.list(input, caller);
  }

  @Operate(notifications.ListNotifiers)
  listNotifiers(): Promise<z.output<typeof dto.NotifierList>> {
    return this.queries.list();
  }
}
