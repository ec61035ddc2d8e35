/**
 * Keeps the order somebody is looking at. While `held`, known rows stay where they are, rows that went
 * away leave, and new ones wait; they are only counted.
 */
export function steadyOrder<T>(
  before: readonly string[],
  rows: readonly T[],
  idOf: (row: T) => string,
  held: boolean,
): { readonly rows: readonly T[]; readonly waiting: number } {
  if (!held || before.length === 0) return { rows, waiting: 0 };
  const byId = new Map(rows.map((row) => [idOf(row), row]));
  const kept = before.flatMap((id) => {
    const row = byId.get(id);
    return row === undefined ? [] : [row];
  });
  return { rows: kept, waiting: rows.length - kept.length };
}
