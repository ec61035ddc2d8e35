import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { Clock } from '../../platform/clock/clock.js';
import { Transaction } from '../../platform/database/transaction.js';
import type { NotifierList, NotifierView } from './notifications.dto.js';
import { NotifierInstances } from './notifier-instances.js';
import { Routes } from './routes.service.js';
import { STREAM } from './stream.channel.js';

/** Counting all of the outbox would take longer every month. */
const A_DAY_MS = 24 * 60 * 60_000;

interface Counted {
  readonly instance: string;
  readonly sent: number;
  readonly failed: number;
  readonly last_sent: Date | null;
  readonly last_failure: string | null;
}

@Injectable()
export class NotificationsQueries {
  constructor(
    private readonly instances: NotifierInstances,
    private readonly transaction: Transaction,
    private readonly routes: Routes,
    private readonly clock: Clock,
  ) {}

  async list(): Promise<z.output<typeof NotifierList>> {
    const rows = await this.transaction.query<Counted>(
      `select instance, count(*) filter (where state = 'done')::int as sent,
         count(*) filter (where state = 'failed')::int as failed, max(done_at) filter (where state = 'done') as last_sent,
         (array_agg(outcome order by done_at desc) filter (where state = 'failed'))[1] as last_failure
       from outbox where created_at > $1 group by instance`,
      [new Date(this.clock.nowMs() - A_DAY_MS)],
      'reports',
    );
    const counts = new Map(rows.map((row) => [row.instance, row]));
    const stream = { name: STREAM, plugin: STREAM, priority: 0, state: 'on' as const };
    return {
      notifiers: [stream, ...this.instances.list()].map(({ name, plugin, priority, state, ...rest }) =>
        viewOf(
          { name, plugin, priority, state, reason: 'reason' in rest ? rest.reason : undefined },
          counts.get(name),
        ),
      ),
      routes: (await this.routes.list()).map((route) => ({ ...route, since: route.since.toISOString() })),
    };
  }
}

function viewOf(
  instance: Pick<z.output<typeof NotifierView>, 'name' | 'plugin' | 'priority' | 'state'> & {
    reason: string | undefined;
  },
  counted: Counted | undefined,
): z.output<typeof NotifierView> {
  const { reason, ...rest } = instance;
  return {
    ...rest,
    ...(reason === undefined ? {} : { reason }),
    sent: counted?.sent ?? 0,
    failed: counted?.failed ?? 0,
    ...(counted?.last_sent ? { lastSentAt: counted.last_sent.toISOString() } : {}),
    ...(counted?.last_failure ? { lastFailure: counted.last_failure } : {}),
  };
}
