import { ringUntil } from './call.state.js';
import type { CallVersionSeen } from './explanation.lines.rules.js';
import { type DeadlineName, fact, type Fact, type Follow } from './fact.rules.js';
import { LIMITS } from './limits.js';
import type { Instant } from './policy.js';

/** Each deadline of a call: met, missed and what followed, not needed any more, or still running. */
export function deadlinesOf(versions: readonly CallVersionSeen[]): readonly Fact[] {
  const [first] = versions;
  if (!first) return [];
  const began = first.row.at;
  const hasEmergency = first.after.devices.some((device) => device.variant === 'emergency');
  return [
    ...(hasEmergency
      ? proof('emergency', versions, began + LIMITS.emergencyAfterMs, ['emergency-asked'])
      : []),
    ...proof('phone', versions, began + LIMITS.phoneAfterMs, ['phone-asked', 'no-phone']),
    ...ringEnds(versions),
    ...decision(versions),
  ];
}

function proof(
  deadline: 'emergency' | 'phone',
  versions: readonly CallVersionSeen[],
  dueAt: Instant,
  follows: readonly Follow[],
): readonly Fact[] {
  const timer = deadline === 'emergency' ? 'emergencyAt' : 'phoneAt';
  // The call is opened with both; one that is gone with its first row was used at once.
  const over = versions.find(({ after }) => after[timer] === null);
  if (!over) return [fact('deadline-open', { deadline, at: dueAt })];
  const { row, after } = over;
  const codes: readonly string[] = row.notes.map(({ code }) => code);
  const follow = follows.find((code) => codes.includes(code));
  if (follow !== undefined || codes.includes('ended'))
    return [passed(deadline, row.at, dueAt, follow ?? (codes.includes('ended') ? 'ended' : 'nothing'))];
  if (after.status === 'cancelled') return [fact('deadline-dropped', { deadline, at: row.at })];
  return [came(deadline, row.at, dueAt)];
}

/** An engine that was away hears of it after its time: it came all the same, but not in time. */
const came = (deadline: DeadlineName, at: Instant, dueAt: Instant): Fact =>
  fact(at > dueAt ? 'deadline-late' : 'deadline-met', { deadline, at });

const passed = (deadline: DeadlineName, at: Instant, dueAt: Instant, follow: Follow): Fact =>
  fact(at >= dueAt ? 'deadline-missed' : 'deadline-ahead', { deadline, at, follow });

function ringEnds(versions: readonly CallVersionSeen[]): readonly Fact[] {
  const deadline = 'ring';
  const anew = versions
    .filter(({ row }) => row.notes.some(({ code }) => code === 'rung-anew'))
    .map(({ row }) => fact('deadline-missed', { deadline, at: row.at, follow: 'rung-anew' }));
  const end = versions.find(({ before, after }) => before.status === 'calling' && after.status !== 'calling');
  // A call may be over with the very row that begins it: it never rang.
  if (!end) {
    const last = versions.at(-1)?.after;
    return last?.status === 'calling'
      ? [...anew, fact('deadline-open', { deadline, at: ringUntil(last) })]
      : anew;
  }
  const { row, before, after } = end;
  if (after.status === 'cancelled') return [...anew, fact('deadline-dropped', { deadline, at: row.at })];
  if (after.status === 'ended') return [...anew, passed(deadline, row.at, ringUntil(before), 'ended')];
  return [...anew, came(deadline, row.at, ringUntil(before))];
}

function decision(versions: readonly CallVersionSeen[]): readonly Fact[] {
  const deadline = 'decision';
  const last = versions.at(-1)?.after;
  if (last?.status === 'reading' && last.decideBy !== null)
    return [fact('deadline-open', { deadline, at: last.decideBy })];
  const end = versions.find(({ before, after }) => before.status === 'reading' && after.status !== 'reading');
  if (!end) return [];
  const { row, before, after } = end;
  if (after.status === 'cancelled') return [fact('deadline-dropped', { deadline, at: row.at })];
  if (after.status === 'ended') return [passed(deadline, row.at, before.decideBy ?? row.at, 'ended')];
  return [came(deadline, row.at, before.decideBy ?? row.at)];
}
