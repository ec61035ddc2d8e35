import { decideCall } from './call.rules.js';
import type { Call, CallLogRow } from './call.state.js';
import { decide } from './escalation.rules.js';
import type { LogRow, Run } from './escalation.state.js';

/** The log alone gives the row: `first` is the run as `newRun` made it. Rows are in the order of their versions. */
export function replay(rows: readonly LogRow[], first: Run): Run {
  return rows.reduce((run, row) => decide(run, row.event, row.at, row.candidates).run, first);
}

export function replayCall(rows: readonly CallLogRow[], first: Call): Call {
  return rows.reduce((call, row) => decideCall(call, row.event, row.at).call, first);
}
