import { z } from 'zod';
import { operations } from '../../platform/wire/declare.js';
import * as dto from './notifications.dto.js';

export const notifications = operations('notifications', 'NotificationsService', {
  ListNotifiers: {
    summary:
      'Configured notifier instances; those without settings are off, with the reason. Routes: whether pushes make telephones ring',
    http: 'GET /notifiers',
    allow: 'notifiers.read',
    input: z.strictObject({}),
    output: dto.NotifierList,
  },
});
