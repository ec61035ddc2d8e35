import type { Transaction } from '../../platform/database/transaction.js';

/**
 * Whoever shares a row is let in past those who wait to have it alone: in a storm of alerts that join, a timer or an
 * acceptance would never get it. These locks have a queue, and whoever waits in it holds up the sharers behind.
 */
export async function takeTurn(
  transaction: Transaction,
  escalationIds: readonly string[],
  how: 'alone' | 'shared',
): Promise<void> {
  const take = how === 'alone' ? 'pg_advisory_xact_lock' : 'pg_advisory_xact_lock_shared';
  await transaction.query(
    `select ${take}(hashtextextended('escalation ' || id, 0)) from unnest($1::text[]) as given(id)`,
    [[...new Set(escalationIds)].sort()],
  );
}
