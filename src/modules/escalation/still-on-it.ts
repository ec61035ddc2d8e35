import { Injectable } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { Informs } from '../notifications/index.js';
import { PeopleQueries } from '../people/index.js';
import type { EscalationRow } from './escalation.rows.js';
import type { RunEvent } from './escalation.state.js';
import { Escalations } from './escalations.store.js';
import { IncidentPort } from './incident.port.js';
import { LinkedEscalations } from './linked-escalations.js';
import { silentSince } from './still-on-it.rules.js';
import type { Work } from './work.js';

/** Looks whether what was accepted is still cared for. Rows only: whoever looks first, after any restart, sees the same. */
@Injectable()
export class StillOnIt {
  constructor(
    private readonly escalations: Escalations,
    private readonly linked: LinkedEscalations,
    private readonly informs: Informs,
    private readonly people: PeopleQueries,
    private readonly modules: ModuleRef,
  ) {}

  /** What a row that is due is told: that its time is up, unless there is something better to say. */
  async eventFor(row: EscalationRow): Promise<RunEvent> {
    if (row.kind !== 'still-on-it' || row.status !== 'delayed') return { kind: 'due' };
    if (!(await this.escalations.isFiring(row.id)) || (await this.isOver(row)))
      return { kind: 'alertsResolved' };
    const deed = await this.escalations.lastDeedOf(row, new Date(silentSince(row.run)));
    return deed ? { kind: 'signOfLife', at: deed.getTime() } : { kind: 'due' };
  }

  /** An alert that joins what was accepted is asked after, too, although the one before it may have ended that. */
  async cover(work: Work, row: EscalationRow, alertIds: readonly string[]): Promise<void> {
    const waiting = await this.escalations.stillOnItOf(row.id);
    await work.holdAll(waiting);
    const live = waiting.filter((id) => work.statusOf(id) === 'delayed' || work.statusOf(id) === 'calling');
    for (const id of live) work.join(id, alertIds);
    const delaySeconds = row.run.policy.stillOnItSeconds ?? 0;
    if (live.length > 0 || delaySeconds <= 0) return;
    await work.linkJoined();
    const effect = { kind: 'openLinked', as: 'still-on-it', round: 1, delaySeconds, userIds: [] } as const;
    await this.linked.open(work, row, effect, undefined);
  }

  /** Never a ring: a message to whoever has it, with the place where one tap says yes. */
  async ask(work: Work, row: EscalationRow): Promise<void> {
    const [userIds, teams] = await Promise.all([
      this.escalations.workingOn(row.parent_id ?? row.id),
      this.people.teamsByIds([row.team_id]),
    ]);
    await this.informs.send(
      {
        key: `${row.id}/${row.version}/still-on-it`,
        userIds,
        words: {
          about: 'still-on-it',
          title: row.title,
          team: teams.get(row.team_id)?.name ?? '',
          who: [],
        },
        link: `/escalations/${row.id}`,
        teamIds: [row.team_id],
        escalationId: row.id,
      },
      work.now,
    );
  }

  private async isOver(row: EscalationRow): Promise<boolean> {
    if (row.incident_id === null) return false;
    // Bound by `incidents`, which stands above this module.
    return this.modules.get(IncidentPort, { strict: false }).isOver(row.incident_id);
  }
}
