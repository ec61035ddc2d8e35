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
import { VerificationService } from './verification.service.js';

@Controller()
export class NotificationsController {
  constructor(
    private readonly queries: NotificationsQueries,
    private readonly verification: VerificationService,
    private readonly costs: PhoneCosts,
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
