import { Injectable } from '@nestjs/common';
import { Transaction } from '../../platform/database/transaction.js';
import type { Caller } from '../../platform/auth/caller.js';
import { actorOf } from './actor.js';
import { LinkedEscalations } from './linked-escalations.js';
import { Works } from './works.js';

/** Nobody asks any more whether somebody is still on it. */
@Injectable()
export class StillOnItEnd {
  constructor(
    private readonly works: Works,
    private readonly linked: LinkedEscalations,
    private readonly transaction: Transaction,
  ) {}

  /**
   * Within the transaction in which the incident is resolved. What only waits to ask goes on waiting: it looks at the
   * incident when its time comes, which may have been opened again by then. All are held first, so that none begins to
   * ring while we look.
   */
  async incidentOver(incidentId: string, caller: Caller): Promise<void> {
    const actor = actorOf(caller);
    await this.works.run(async (work) => {
      const found = await this.transaction.query<{ id: string; live: boolean }>(
        `select id, due_at is not null as live from escalations where incident_id = $1 and kind = 'still-on-it'
         order by id`,
        [incidentId],
      );
      const ids = found.filter(({ live }) => live).map(({ id }) => id);
      await work.holdAll(ids);
      for (const id of ids)
        if (work.statusOf(id) === 'calling') await work.apply(id, { kind: 'alertsResolved' }, actor);
      // One that nobody heard may have handed over to a last resort.
      for (const { id } of found) await this.linked.stop(work, id, actor);
    });
  }
}
