import { dueAt, expectedAt, stateOf } from './heartbeat.rules.js';
import type { HeartbeatView } from './heartbeats.dto.js';
import { expectationOf, type HeartbeatRow } from './heartbeats.store.js';

export function heartbeatViewOf(row: HeartbeatRow): HeartbeatView {
  const one = expectationOf(row);
  const [expected, due] = [expectedAt(one), dueAt(one)];
  return {
    heartbeatId: row.id,
    integrationId: row.integration_id,
    integrationName: row.integration_name,
    teamId: row.team_id,
    name: row.name,
    everySeconds: one.everySeconds,
    graceSeconds: one.graceSeconds,
    severity: row.severity,
    state: stateOf(one),
    ...(one.lastHeardAt ? { lastHeardAt: one.lastHeardAt.toISOString() } : {}),
    ...(expected ? { nextDueAt: expected.toISOString() } : {}),
    ...(due ? { missingAt: due.toISOString() } : {}),
    ...(one.missingSince ? { missingSince: one.missingSince.toISOString() } : {}),
    keyHint: row.key_hint,
    createdAt: row.created_at.toISOString(),
    version: row.version,
  };
}
