import { Injectable, Logger } from '@nestjs/common';
import { Transaction } from '../../platform/database/transaction.js';
import { EventLog } from '../../platform/events/event-log.js';
import { AlertsService, type IngestItem, rulebookOf } from '../alerts/index.js';
import {
  backSignal,
  heard,
  type HeartbeatChange,
  looked,
  missingSignal,
  type Step,
} from './heartbeat.rules.js';
import type { Ears } from './hearing.rules.js';
import { expectationOf, type HeartbeatRow, HeartbeatsStore, type NamedBeat } from './heartbeats.store.js';
import { hashOfKey } from './key.rules.js';

const MOST_A_TURN = 200;
/** Who beats more often than that is not written down each time. */
const OFTEN_MS = 1_000;

/** A heartbeat, held, and what becomes of it. */
export interface Taken {
  readonly row: HeartbeatRow;
  readonly step: Step;
  /** Why its alert is over, where it is. */
  readonly note?: string | undefined;
  readonly actor?: { readonly userId?: string | undefined; readonly name: string } | undefined;
}

/** What is known of every heartbeat, and the alerts that follow from it: in one transaction, or not at all. */
@Injectable()
export class HeartbeatBook {
  private readonly log = new Logger(HeartbeatBook.name);

  constructor(
    private readonly transaction: Transaction,
    private readonly store: HeartbeatsStore,
    private readonly alerts: AlertsService,
    private readonly events: EventLog,
  ) {}

  /** By its own address. False: nobody's key. */
  async ping(key: string, at: Date, now: Date): Promise<boolean> {
    const hash = hashOfKey(key);
    const known = await this.store.byKey(hash, now, '');
    if (!known) return false;
    const { last_heard_at: last, missing_since: missing } = known;
    const isOften = last !== null && missing === null && Math.abs(at.getTime() - last.getTime()) < OFTEN_MS;
    if (isOften) return true;
    return this.transaction.run(async () => {
      const row = await this.store.byKey(hash, now, 'for update of h');
      if (!row) return false;
      await this.alerts.ingest(await this.keep([heardNow(row, at, now)], now));
      return true;
    }, 'intake');
  }

  /** By their names in deliveries. Gives what is to be told to `ingest` in the transaction that runs. */
  async hear(beats: readonly NamedBeat[], now: Date): Promise<readonly IngestItem[]> {
    if (beats.length === 0) return [];
    const rows = await this.store.lockedByNames(beats);
    return this.keep(
      rows.map((row) => heardNow(row, latestOf(row, beats), now)),
      now,
    );
  }

  /** Those that did not come. Each by itself, so that one that cannot be judged keeps no other from it. */
  async look(now: Date, ears: Ears): Promise<void> {
    const seen: string[] = [];
    while (seen.length < MOST_A_TURN) {
      const id = await this.lookAtOne(now, ears, seen);
      if (id === undefined) return;
      seen.push(id);
    }
  }

  /** Writes it down and gives the alerts that begin or end by it. Joins the transaction that runs. */
  async keep(taken: readonly Taken[], now: Date, listeningSince: Date = now): Promise<readonly IngestItem[]> {
    await this.store.save(taken.map(({ row, step }) => ({ id: row.id, after: step.after })));
    const told = taken.filter(({ step }) => step.change !== undefined);
    await this.events.append(
      told.map(({ row, step, actor }) => ({
        kind: `heartbeat.${step.change ?? ''}`,
        at: now,
        teamIds: [row.team_id],
        integrationId: row.integration_id,
        ...(actor ? { actor } : {}),
        params: { heartbeatId: row.id, name: row.name },
      })),
    );
    return told.flatMap((one) => {
      const signal = signalOf(one, now, listeningSince);
      return signal ? [{ origin: originOf(one.row), signal, receivedAt: now }] : [];
    });
  }

  private async lookAtOne(now: Date, ears: Ears, seen: readonly string[]): Promise<string | undefined> {
    const { listeningSince } = ears;
    let id: string | undefined;
    try {
      await this.transaction.run(async () => {
        const row = await this.store.lockedDue(now, ears, seen);
        id = row?.id;
        if (!row) return;
        const step = looked(expectationOf(row), now, ears);
        await this.alerts.ingest(await this.keep([{ row, step }], now, listeningSince));
      }, 'intake');
    } catch (error) {
      if (id === undefined) throw error;
      this.log.error(
        { err: error, heartbeat: id },
        'a heartbeat could not be judged; the next turn tries again',
      );
    }
    return id;
  }
}

function heardNow(row: HeartbeatRow, at: Date, now: Date): Taken {
  const step = heard(expectationOf(row), at, now);
  return { row, step, note: `The heartbeat came back at ${at.toISOString()}.` };
}

const latestOf = (row: HeartbeatRow, beats: readonly NamedBeat[]): Date =>
  new Date(
    Math.max(
      ...beats
        .filter(
          ({ integrationId, name }) =>
            integrationId === row.integration_id && name.toLowerCase() === row.name.toLowerCase(),
        )
        .map(({ at }) => at.getTime()),
    ),
  );

const ENDS: ReadonlySet<HeartbeatChange> = new Set(['back', 'given-up']);

function signalOf(
  { row, step, note, actor }: Taken,
  now: Date,
  listeningSince: Date,
): IngestItem['signal'] | undefined {
  if (step.change === 'missing')
    return missingSignal(
      { heartbeatId: row.id, name: row.name, severity: row.severity },
      expectationOf(row),
      listeningSince,
    );
  if (step.change === undefined || !ENDS.has(step.change)) return undefined;
  return backSignal(row.id, note ?? '', actor?.name);
}

/** As its integration's own alerts go, but for the time after which they count as over: the house ends it. */
const originOf = (row: HeartbeatRow): IngestItem['origin'] => ({
  integrationId: row.integration_id,
  name: row.integration_name,
  source: row.source,
  teamId: row.team_id,
  serviceId: row.service_id ?? undefined,
  mode: row.mode === 'shadow' ? 'shadow' : 'live',
  missingKey: 'hash',
  rules: row.rules.length === 0 ? undefined : rulebookOf(row.rules),
});
