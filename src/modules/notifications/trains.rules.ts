import type { OutboxRow } from './outbox.js';

/** What was said to one room leaves as it was said, one after another; everything else goes by itself. */
export function trains(rows: readonly OutboxRow[]): readonly (readonly [OutboxRow, ...OutboxRow[]])[] {
  const byRoom = Map.groupBy(rows, (row) => roomOf(row) ?? row.id);
  return [...byRoom.values()].flatMap((all) => {
    // Ids are made in the order of time.
    const [first, ...others] = all.toSorted((a, b) => (a.id < b.id ? -1 : 1));
    return first ? [[first, ...others] as const] : [];
  });
}

const roomOf = ({ target }: OutboxRow): string | undefined =>
  (target as { readonly teamChannel?: string } | null)?.teamChannel;
