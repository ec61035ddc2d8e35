import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { Operate } from '../../platform/wire/operation.js';
import type { NotifierList } from './notifications.dto.js';
import { notifications } from './notifications.operations.js';
import { NotificationsQueries } from './notifications.queries.js';

@Controller()
export class NotificationsController {
  constructor(private readonly queries: NotificationsQueries) {}

  @Operate(notifications.ListNotifiers)
  listNotifiers(): Promise<z.output<typeof NotifierList>> {
    return this.queries.list();
  }
}
