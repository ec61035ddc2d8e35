import { Injectable } from '@nestjs/common';
import { Transaction } from '../../platform/database/transaction.js';
import { AcknowledgedAlerts, type AcknowledgedFact } from '../alerts/index.js';
import { isCallable, PeopleQueries } from '../people/index.js';
import type { Actor } from './actor.js';
import type { RunEvent, RunKind } from './escalation.state.js';
import type { Work } from './work.js';
import { Works } from './works.js';

interface Link {
  readonly escalation_id: string;
  readonly alert_id: string;
}

/** What rings because alerts fire, and not because a person asked for somebody, or is asked whether they are still there. */
const BY_ALERTS: ReadonlySet<RunKind> = new Set(['first', 'last-resort', 'organisation']);

/**
 * Somebody has acknowledged at a source whose word is trusted. Where they are a member of the team they have taken it;
 * whom nobody here knows stops the ringing and is named. As long as one alert of an escalation fires that nobody has
 * acknowledged, it rings on.
 */
@Injectable()
export class SourceAcknowledgements {
  constructor(
    private readonly works: Works,
    private readonly transaction: Transaction,
    private readonly people: PeopleQueries,
    private readonly alerts: AcknowledgedAlerts,
  ) {}

  async follow(facts: readonly AcknowledgedFact[]): Promise<void> {
    const byAlert = new Map(facts.map((fact) => [fact.alertId, fact]));
    await this.works.run(async (work) => {
      const touched = await this.linked(`alert_id = any($1::uuid[])`, [...byAlert.keys()]);
      const ids = [...new Set(touched.map(({ escalation_id: id }) => id))].sort();
      if (ids.length === 0) return;
      // Held first, then looked at: an alert that joins at this moment is seen here, or opens one of its own.
      await work.holdAll(ids);
      const links = await this.linked(`escalation_id = any($1::uuid[])`, ids);
      const quiet = await this.withoutMissing(ids, links);
      await work.holdLiveCalls(quiet);
      for (const id of quiet) {
        const by = links.flatMap((link) =>
          link.escalation_id === id ? (byAlert.get(link.alert_id)?.by ?? []) : [],
        )[0];
        if (by !== undefined) await this.stop(work, id, by);
      }
    });
  }

  /**
   * Some of their alerts are over, others are not. Where all that are left were acknowledged before, nobody is missing
   * any more; it was the one who acknowledged last. Held before.
   */
  async afterResolved(work: Work, ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    const links = await this.linked(`escalation_id = any($1::uuid[])`, ids);
    const left = new Set(links.map((link) => link.escalation_id));
    const quiet = (await this.withoutMissing(ids, links)).filter((id) => left.has(id));
    if (quiet.length === 0) return;
    const taken = await this.alerts.takenOf(links.map((link) => link.alert_id));
    await work.holdLiveCalls(quiet);
    for (const id of quiet) {
      const row = await work.escalation(id);
      const own = new Set(links.flatMap((link) => (link.escalation_id === id ? [link.alert_id] : [])));
      const last = taken.find(({ alertId }) => own.has(alertId));
      // Where somebody is wanted also for what is over, its end leaves nobody out.
      const isWanted = row?.run.policy.whenAlertsResolve === 'go-on';
      if (row && last && !isWanted && BY_ALERTS.has(row.kind)) await this.stop(work, id, last.by);
    }
  }

  /** Those of whose alerts none fires that nobody has acknowledged. */
  private async withoutMissing(ids: readonly string[], links: readonly Link[]): Promise<readonly string[]> {
    const open = await this.alerts.missingOf(links.map((link) => link.alert_id));
    const wanted = new Set(links.filter((link) => open.has(link.alert_id)).map((link) => link.escalation_id));
    return ids.filter((id) => !wanted.has(id));
  }

  private async stop(work: Work, escalationId: string, by: string): Promise<void> {
    const row = await work.escalation(escalationId);
    if (!row) return;
    const { event, actor } = await this.meaning(row.team_id, by);
    await work.apply(escalationId, event, actor);
  }

  private async meaning(
    teamId: string,
    by: string,
  ): Promise<{ readonly event: RunEvent; readonly actor: Actor }> {
    const named = namesOf(by);
    const members = (await this.people.membersOf(teamId)).filter(
      (member) => member.role !== 'observer' && isCallable(member),
    );
    const users = await this.people.usersByIds(members.map(({ userId }) => userId));
    const [user, another] = [...users.values()].filter(
      ({ email, name }) => named.has(email.toLowerCase()) || named.has(name.toLowerCase()),
    );
    return user && !another
      ? { event: { kind: 'taken', userId: user.userId }, actor: { userId: user.userId, name: user.name } }
      : { event: { kind: 'cancelled' }, actor: { name: by } };
  }

  private linked(where: string, ids: readonly string[]): Promise<readonly Link[]> {
    return this.transaction.query(
      `select a.escalation_id, a.alert_id from escalation_alerts a join escalations e on e.id = a.escalation_id
       where a.${where} and a.resolved_at is null and e.due_at is not null order by a.escalation_id, a.alert_id`,
      [ids],
    );
  }
}

/** `Alice Example <alice@example.org>` and `Alice Example (alice)` are both names and what stands beside them. */
function namesOf(by: string): ReadonlySet<string> {
  const [, name = by, aside = ''] = /^(.*?)\s*[<(]([^<>()]+)[>)]\s*$/.exec(by) ?? [];
  return new Set([by, name, aside].map((text) => text.trim().toLowerCase()).filter(Boolean));
}
