import type { EndReason } from '../escalation.state.js';
import type { CandidatesByStep, Policy } from '../policy.js';

/** How the n-th call of a person goes: after so many seconds, this. */
export interface Fate {
  readonly after: number;
  readonly how: EndReason | 'accepted' | 'declined';
  /** When they began to read, if they did. */
  readonly reads: number | null;
}

/** What others do at a second; `take` names who takes it from the board. */
export interface Turn {
  readonly at: number;
  readonly does: 'skip' | 'resolve' | 'fire' | 'take';
  readonly user: string;
}

export interface Told {
  /** Per second: who is being called, sorted. */
  readonly board: readonly string[];
  readonly end: string;
}

interface Member {
  readonly user: string;
  state: 'ready' | 'live' | 'pause' | 'held' | 'out';
  readyAt: number;
  anyway: boolean;
  tries: number;
}

/** The same rules told as a story, second by second, with everything mutable and no events: nothing to get subtly right. */
export function stepThrough(
  policy: Policy,
  candidates: CandidatesByStep,
  fate: (user: string, nth: number) => Fate,
  turns: readonly Turn[],
  seconds: number,
): Told {
  const board: string[] = [];
  const live: { user: string; endsAt: number; readsAt: number; how: Fate['how']; member: Member }[] = [];
  const nths = new Map<string, number>();
  const winners: string[] = [];
  const declined = new Set<string>();
  const lastEnd = new Map<string, number>();
  let members: Member[] = [];
  let step = -1;
  let cycle = 0;
  let over = false;
  let quiet = false;
  let needed = policy.steps[0]?.responders ?? 1;
  let end = '';
  let t = 0;

  const could = (user: string, reachable: boolean): boolean =>
    !winners.includes(user) && (live.some((l) => l.user === user) || (reachable && !declined.has(user)));
  const rule = () => policy.steps[step]!;
  const leftAloneUntil = (user: string): number =>
    Math.max(0, ...candidates.flat().flatMap((c) => (c.userId === user ? [c.heldUntil ?? 0] : []))) / 1000;

  function stop(how: string): void {
    end = `${how} at ${t} by ${winners.join(' ')}`;
    live.length = 0;
  }

  function enterNext(): void {
    for (;;) {
      step += 1;
      if (step >= policy.steps.length) {
        if (cycle >= policy.repeat) break;
        const nobody = candidates
          .slice(0, policy.steps.length)
          .every((list) =>
            list.every(
              (c) => winners.includes(c.userId) || (!c.reachable && !live.some((l) => l.user === c.userId)),
            ),
          );
        if (nobody) break;
        cycle += 1;
        step = -1;
        declined.clear();
        continue;
      }
      const list = candidates[step] ?? [];
      if (!list.some((c) => could(c.userId, c.reachable))) continue;
      members = list.map((c) => {
        const call = live.find((l) => l.user === c.userId);
        const member: Member = {
          user: c.userId,
          state: 'out',
          readyAt: 0,
          tries: call ? 1 : 0,
          anyway: false,
        };
        if (call) call.member = member;
        if (could(c.userId, c.reachable)) member.state = call ? 'live' : 'ready';
        const rested = (lastEnd.get(c.userId) ?? -1e9) + rule().pauseSeconds;
        if (member.state === 'ready' && cycle > 0 && firstOfCycle() && rested > t)
          Object.assign(member, { state: 'pause', readyAt: rested });
        return member;
      });
      entered.add(cycle);
      needed = rule().responders;
      if (winners.length >= needed) stop('accepted');
      return;
    }
    over = true;
    members.forEach((member) => (member.state = 'out'));
    if (live.length === 0) stop('exhausted');
  }

  const entered = new Set<number>();
  const firstOfCycle = (): boolean => !entered.has(cycle);

  const isRead = (): boolean => live.some((l) => l.readsAt <= t);

  function fillUp(): void {
    if (quiet && !end && !isRead()) stop('resolved');
    while (!end && !quiet) {
      for (const m of members)
        if ((m.state === 'pause' || m.state === 'held') && m.readyAt <= t) m.state = 'ready';
      for (const m of members) {
        if (m.state !== 'ready' || members.filter((o) => o.state === 'live').length >= rule().simultaneous)
          continue;
        if (!m.anyway && leftAloneUntil(m.user) > t) {
          m.state = 'held';
          m.readyAt = leftAloneUntil(m.user);
          continue;
        }
        const nth = (nths.get(m.user) ?? 0) + 1;
        nths.set(m.user, nth);
        const { after, how, reads } = fate(m.user, nth);
        m.state = 'live';
        m.tries += 1;
        live.push({ user: m.user, endsAt: t + after, readsAt: t + (reads ?? 1e9), how, member: m });
      }
      if (members.some((m) => m.state !== 'out' && m.state !== 'held')) return;
      const held = members.filter((m) => m.state === 'held');
      for (const m of held) Object.assign(m, { state: 'ready', anyway: true });
      if (held.length > 0) continue;
      if (over) return live.length === 0 ? stop('exhausted') : undefined;
      enterNext();
    }
  }

  function endOne(call: (typeof live)[number]): void {
    live.splice(live.indexOf(call), 1);
    lastEnd.set(call.user, t);
    const m = call.member;
    const isHere = members.includes(m) && m.state === 'live';
    if (call.how === 'accepted') {
      winners.push(call.user);
      m.state = 'out';
      if (winners.length >= needed) return stop('accepted');
    } else if (call.how === 'declined') {
      declined.add(call.user);
      m.state = 'out';
    } else if (isHere) {
      members.splice(members.indexOf(m), 1);
      members.push(m);
      m.state = m.tries <= rule().retries && call.how !== 'unreachable' ? 'pause' : 'out';
      m.readyAt = t + Math.max(rule().pauseSeconds, call.how === 'unsent' ? 2 : 0);
    }
    fillUp();
  }

  function take(user: string): void {
    if (winners.includes(user)) return;
    winners.push(user);
    const own = live.findIndex((l) => l.user === user);
    if (own >= 0) lastEnd.set(user, t);
    if (own >= 0) live.splice(own, 1);
    for (const m of members) if (m.user === user) m.state = 'out';
    if (winners.length >= needed) stop('accepted');
  }

  function resolve(): void {
    if (t < policy.delaySeconds) return stop('resolved');
    if (policy.whenAlertsResolve === 'go-on' || quiet) return;
    if (winners.length > 0) return stop('accepted');
    if (!isRead()) return stop('resolved');
    quiet = true;
    needed = 1;
  }

  function meddle({ does, user }: Turn): void {
    const isDelayed = t < policy.delaySeconds;
    if (does === 'take') take(user);
    if (does === 'resolve') resolve();
    if (does === 'skip' && !isDelayed && !over && !quiet) enterNext();
    if (does === 'fire' && quiet) {
      quiet = false;
      needed = rule().responders;
    }
    if (!isDelayed && !end) fillUp();
  }

  for (; t < seconds; t += 1) {
    if (t === policy.delaySeconds && !end) {
      enterNext();
      fillUp();
    }
    if (t >= policy.delaySeconds && !end) {
      for (const call of live.filter((l) => l.endsAt === t)) if (live.includes(call)) endOne(call);
    }
    for (const turn of turns) if (turn.at === t && !end) meddle(turn);
    if (t >= policy.delaySeconds && !end) fillUp();
    board.push(
      live
        .map((l) => l.user)
        .sort()
        .join(''),
    );
  }
  return { board, end };
}
