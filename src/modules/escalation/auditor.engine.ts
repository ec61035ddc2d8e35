import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Chores } from '../../platform/clock/chores.js';
import { Forgetting } from '../../platform/database/forgetting.js';
import { Transaction } from '../../platform/database/transaction.js';
import { Wake } from '../../platform/events/wake.js';
import { UnansweredAlerts } from '../alerts/index.js';
import { Informs, OutboxQueries } from '../notifications/index.js';
import { PeopleQueries } from '../people/index.js';
import { AuditQueries } from './audit.queries.js';
import { EngineFindings, type Finding } from './findings.store.js';
import { Works } from './works.js';

const EVERY_MS = 5_000;
const LATE_MS = 5_000;
const MOST = 50;
/** Long enough to find out how it came about. */
const KEPT_MS = 90 * 24 * 60 * 60_000;
/** Since then, two looks may have failed. */
const ENDED_SINCE_MS = 4 * EVERY_MS;

/**
 * Looks for what the engine has promised can not be, every five seconds, and sets it right. A repair is a bug: it is
 * counted, shown, and told to the administrators, once an hour for each kind.
 */
@Injectable()
export class Auditor implements OnModuleInit {
  constructor(
    private readonly chores: Chores,
    private readonly queries: AuditQueries,
    private readonly works: Works,
    private readonly outbox: OutboxQueries,
    private readonly alerts: UnansweredAlerts,
    private readonly findings: EngineFindings,
    private readonly informs: Informs,
    private readonly people: PeopleQueries,
    private readonly wake: Wake,
    private readonly transaction: Transaction,
    private readonly forgetting: Forgetting,
  ) {}

  onModuleInit(): void {
    this.forgetting.add({ table: 'engine_findings', age: 'last_at', keptMs: KEPT_MS });
    this.chores.add({
      name: 'auditor',
      everyMs: EVERY_MS,
      run: (now) => this.run(now).then(() => undefined),
    });
  }

  /** What was found this time. One look that fails does not keep the others from being taken. */
  async run(now: Date): Promise<readonly Finding[]> {
    const looks = [
      () => this.late(now),
      () => this.callsOfTheEnded(),
      () => this.ringsForNothing(),
      () => this.messages(now),
      () => this.unanswered(now),
      () => this.gaps(now),
    ];
    const found: Finding[] = [];
    const failures: unknown[] = [];
    for (const look of looks) {
      try {
        found.push(...(await look()));
      } catch (error) {
        failures.push(error);
      }
    }
    await this.findings.note(found, now);
    await this.alarm(now);
    if (failures.length > 0) throw failures[0];
    return found;
  }

  /** Whoever sleeps through it is woken: here and, by the side line, everywhere. */
  private async late(now: Date): Promise<readonly Finding[]> {
    const rows = await this.queries.late(new Date(now.getTime() - LATE_MS));
    await this.queries.realign(rows);
    if (rows.length > 0) this.wake.wake('timers');
    return rows.map(({ id, what, due_at }) => ({
      code: what === 'run' ? 'escalation-overdue' : 'call-overdue',
      subjectId: id,
      detail: `due since ${due_at.toISOString()}`,
      isRepaired: true,
    }));
  }

  private async callsOfTheEnded(): Promise<readonly Finding[]> {
    const found = await this.queries.callsOfTheEnded();
    if (found.length === 0) return [];
    const stopped = await this.works.run(async (work) => {
      await work.holdAll(found.map((call) => call.escalation_id));
      await work.holdCalls(found.map(({ id }) => id));
      const done: string[] = [];
      // Looked at again under the lock: between our look and now it may have ended by itself.
      for (const { id } of found) if (await work.applyCall(id, { kind: 'cancel' })) done.push(id);
      return done;
    });
    return stopped.map((subjectId) => ({ code: 'call-of-the-ended', subjectId, isRepaired: true }));
  }

  private async ringsForNothing(): Promise<readonly Finding[]> {
    const found = await this.queries.ringsForNothing();
    if (found.length === 0) return [];
    await this.works.run(async (work) => {
      for (const ring of found)
        for (const callId of ring.call_ids.length > 0 ? ring.call_ids : [ring.id])
          work.rings.remove(ring.device_id, ring.user_id, callId, 'timed-out', 'tell');
    });
    return found.map(({ id }) => ({ code: 'ring-for-nothing', subjectId: id, isRepaired: true }));
  }

  private async messages(now: Date): Promise<readonly Finding[]> {
    const rows = await this.outbox.overdue(new Date(now.getTime() - LATE_MS), MOST);
    if (rows.length > 0) this.wake.wake('outbox');
    return rows.map(({ id, kind }) => ({
      code: 'message-overdue',
      subjectId: id,
      detail: kind,
      isRepaired: true,
    }));
  }

  private async unanswered(now: Date): Promise<readonly Finding[]> {
    const unrouted = await this.alerts.unrouted(now);
    const answered = await this.alerts.answer(now);
    return [
      ...unrouted.map((subjectId): Finding => ({ code: 'alert-unrouted', subjectId })),
      ...answered.map((subjectId): Finding => ({ code: 'alert-unanswered', subjectId, isRepaired: true })),
    ];
  }

  /** Nothing to set right: somebody has to find out how it came about. */
  private async gaps(now: Date): Promise<readonly Finding[]> {
    const rows = await this.queries.logGaps(new Date(now.getTime() - ENDED_SINCE_MS));
    return rows.map(({ id }) => ({ code: 'log-gap', subjectId: id }));
  }

  private async alarm(now: Date): Promise<void> {
    await this.transaction.run(async () => {
      const codes = await this.findings.toTell(now);
      if (codes.length === 0) return;
      const userIds = await this.people.adminIds();
      for (const { code, times } of codes)
        await this.informs.send(
          {
            key: `finding/${code}/${now.toISOString()}`,
            userIds,
            words: { about: 'engine-finding', title: `${code} (${times})`, team: '', who: [] },
            link: '/engine',
            teamIds: [],
          },
          now,
        );
    }, 'ring');
  }
}
