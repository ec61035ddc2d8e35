import { Injectable } from '@nestjs/common';
import { Transaction } from '../../platform/database/transaction.js';
import { NotifierInstances } from './notifier-instances.js';
import type { OutboxRow } from './outbox.js';
import { askAgainMs, type Line, type Place, placeOn, taken } from './phone-queue.rules.js';

interface Placed {
  readonly row: OutboxRow;
  readonly place: Place | undefined;
  /** Where there is no place. */
  readonly againMs: number;
}

/**
 * The queue before the telephone providers is ours: they begin so many calls a second, and would keep the others for
 * hours. All replicas share the lines; what waits is ordered anew each time, so that critical calls overtake.
 */
@Injectable()
export class PhoneQueue {
  constructor(
    private readonly transaction: Transaction,
    private readonly instances: NotifierInstances,
  ) {}

  /** Inside the transaction that has claimed the rows. Gives back those that may be dialled now, with their line. */
  async admit(rows: readonly OutboxRow[], now: Date): Promise<readonly OutboxRow[]> {
    // A second try asks what became of the first, whichever line that was.
    const queued = rows
      .filter(({ kind, tries, slot_at }) => kind === 'phone' && tries === 1 && slot_at === null)
      // An update gives its rows back in any order.
      .sort((a, b) => a.lane - b.lane || a.expires_at.getTime() - b.expires_at.getTime());
    const placed = await this.placed(queued, now);
    const later = placed.filter(({ place }) => !place || place.atMs > now.getTime());
    if (later.length > 0) await this.putBack(later);
    const moved = new Map(placed.map(({ row, place }) => [row.id, place?.instance]));
    const isLater = new Set(later.map(({ row }) => row.id));
    const admitted = rows.filter(({ id }) => !isLater.has(id));
    await this.handOver(
      admitted.filter((row) => (moved.get(row.id) ?? row.instance) !== row.instance),
      moved,
    );
    return admitted.map((row) => ({ ...row, instance: moved.get(row.id) ?? row.instance }));
  }

  private async placed(queued: readonly OutboxRow[], now: Date): Promise<readonly Placed[]> {
    const bounded = this.instances
      .thatSend('phone')
      .some(({ callsPerSecond }) => callsPerSecond !== undefined);
    if (queued.length === 0 || !bounded) return [];
    let lines = await this.lines(now);
    const places = queued.map((row): Omit<Placed, 'againMs'> => {
      const preferred = [...lines].sort(
        (a, b) => Number(b.instance === row.instance) - Number(a.instance === row.instance),
      );
      const place = placeOn(preferred, now.getTime());
      if (place) lines = taken(lines, place);
      return { row, place };
    });
    await this.transaction.query(
      `update phone_lines set next_at = given.next_at
       from unnest($1::text[], $2::timestamptz[]) as given(instance, next_at) where phone_lines.instance = given.instance`,
      [lines.map(({ instance }) => instance), lines.map(({ nextMs }) => new Date(nextMs))],
    );
    const againMs = askAgainMs(lines, now.getTime());
    return places.map((one) => ({ ...one, againMs }));
  }

  /** Locked: whoever else places calls waits for us. By priority. */
  private async lines(now: Date): Promise<readonly Line[]> {
    const able = this.instances.thatSend('phone');
    const names = able.map(({ name }) => name).sort();
    await this.transaction.query(
      `insert into phone_lines (instance, next_at) select unnest($1::text[]), $2 on conflict (instance) do nothing`,
      [names, now],
    );
    const rows = await this.transaction.query<{ instance: string; next_at: Date }>(
      `select instance, next_at from phone_lines where instance = any($1::text[]) order by instance for update`,
      [names],
    );
    const nextAt = new Map(rows.map((row) => [row.instance, row.next_at.getTime()]));
    return able.map(({ name, callsPerSecond }) => ({
      instance: name,
      everyMs: callsPerSecond === undefined ? 0 : 1000 / callsPerSecond,
      nextMs: nextAt.get(name) ?? now.getTime(),
    }));
  }

  /** Nothing was tried: the row waits as if nobody had claimed it. */
  private async putBack(later: readonly Placed[]): Promise<void> {
    await this.transaction.query(
      `update outbox o set lease_token = null, lease_until = null, tries = tries - 1, not_before = given.not_before,
         slot_at = given.slot_at, instance = given.instance
       from jsonb_to_recordset($1::jsonb) as given(id uuid, not_before timestamptz, slot_at timestamptz, instance text)
       where o.id = given.id`,
      [
        JSON.stringify(
          later.map(({ row, place, againMs }) => ({
            id: row.id,
            not_before: new Date(place?.atMs ?? againMs),
            slot_at: place && new Date(place.atMs),
            instance: place?.instance ?? row.instance,
          })),
        ),
      ],
    );
  }

  /** Written before it is dialled: whoever takes the row after a crash asks the one that was asked. */
  private async handOver(
    rows: readonly OutboxRow[],
    to: ReadonlyMap<string, string | undefined>,
  ): Promise<void> {
    if (rows.length === 0) return;
    await this.transaction.query(
      `update outbox o set instance = given.instance from unnest($1::uuid[], $2::text[]) as given(id, instance)
       where o.id = given.id`,
      [rows.map(({ id }) => id), rows.map((row) => to.get(row.id) ?? row.instance)],
    );
  }
}
