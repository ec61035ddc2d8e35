import { z } from 'zod';
import { secret, SEVERITIES } from '../../kit/index.js';
import { isTimeZone } from './zone.js';

/** What an integration of Zabbix may set. */
export const ZabbixOptions = z.strictObject({
  timeZone: z
    .string()
    .refine(isTimeZone, 'is no time zone, such as Asia/Tokyo or +09:00')
    .default('Asia/Tokyo')
    .meta({
      title: 'Time zone',
      description: 'Of the Zabbix user that has the media. Needed by Zabbix 6, which sends no time stamps.',
    }),
  severities: z.record(z.string(), z.enum(SEVERITIES)).default({}).meta({
    title: 'Severities',
    description: 'By Zabbix’s word or number (0 to 5), where the usual table does not fit: Average → high.',
  }),
  serviceTags: z
    .array(z.string().min(1))
    .default(['service'])
    .meta({ title: 'Service tags', description: 'The first one that a problem has names its service.' }),
  teamTags: z
    .array(z.string().min(1))
    .default(['team'])
    .meta({ title: 'Team tags', description: 'All of them name teams.' }),
  token: secret('Token of the media type').optional(),
});
export type ZabbixOptions = z.output<typeof ZabbixOptions>;
