import { decideCall } from './call.rules.js';
import { type Call, newCall } from './call.state.js';
import type { CallRowKept, CallStory, RunRow, RunStory } from './explanation.stories.js';
import { fact, type Fact } from './fact.rules.js';
import type { Instant } from './policy.js';
import { callReasonsOf, reasonsOf } from './reasons.rules.js';

/** One row of a log, and all that it says. */
export interface LineStory {
  readonly at: Instant;
  readonly version: number;
  /** Absent: a row of the escalation itself. */
  readonly call?: CallStory | undefined;
  readonly actorName?: string | undefined;
  readonly facts: readonly Fact[];
}

/** Both kernels' logs as one story: each row once, in the order in which it happened. */
export function linesOf(story: RunStory): readonly LineStory[] {
  const own = story.rows.map((row): LineStory => ({
    at: row.at,
    version: row.version,
    actorName: row.actorName,
    facts: runFacts(row),
  }));
  const calls = story.calls.flatMap((call) => {
    const seen = versionsOf(call);
    return call.rows.map((row, i): LineStory => ({
      at: row.at,
      version: row.version,
      call,
      actorName: row.actorName,
      facts: callFacts(row, seen[i]),
    }));
  });
  // Stable: of one instant the escalation's decision comes before what its calls did about it.
  return [...own, ...calls].sort((a, b) => a.at - b.at);
}

/** A row of the log never says nothing. */
export function runFacts(row: RunRow): readonly Fact[] {
  const reasons = reasonsOf(row);
  return reasons.length > 0 ? reasons : [fact('nothing-due')];
}

export interface CallVersionSeen {
  readonly row: CallRowKept;
  readonly before: Call;
  readonly after: Call;
}

/**
 * What the call was before and after each row, by the kernel itself; nothing where an older kernel decided otherwise,
 * since what is not known is not told.
 */
export function versionsOf({ call, rows }: CallStory): readonly CallVersionSeen[] {
  let before = newCall({
    callId: call.callId,
    userId: call.userId,
    ringSeconds: call.ringSeconds,
    decisionSeconds: call.decisionSeconds,
    devices: call.devices,
    phone: call.phone.state === 'absent' ? 'absent' : 'idle',
  });
  const versions = rows.map((row): CallVersionSeen => {
    const after = decideCall(before, row.event, row.at).call;
    const seen = { row, before, after };
    before = after;
    return seen;
  });
  const isKept = before.status === call.status && before.version === call.version;
  return isKept ? versions : [];
}

export function callFacts(row: CallRowKept, seen: CallVersionSeen | undefined): readonly Fact[] {
  const reasons = callReasonsOf(row);
  return reasons.length > 0 ? reasons : [quiet(seen)];
}

/** A timer of the call came and rang nothing new: which one, where it is known. */
function quiet(seen: CallVersionSeen | undefined): Fact {
  if (!seen) return fact('nothing-due');
  const { before, after } = seen;
  const hasEmergency = after.devices.some((device) => device.variant === 'emergency');
  if (before.phoneAt !== null && after.phoneAt === null) return fact('phone-under-way');
  if (before.emergencyAt !== null && after.emergencyAt === null && !hasEmergency)
    return fact('no-emergency-app');
  return fact('nothing-due');
}
