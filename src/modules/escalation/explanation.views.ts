import type { AlertView } from '../alerts/index.js';
import type { TeamView } from '../people/index.js';
import { isFinal } from './escalation.state.js';
import type { ExplanationView } from './explanation.dto.js';
import { deadlinesOf } from './explanation.deadlines.rules.js';
import { linesOf, versionsOf } from './explanation.lines.rules.js';
import { alertFacts, beginFacts, policyFacts } from './explanation.origin.rules.js';
import { verdictOf } from './explanation.people.rules.js';
import type { Kept, LinkedRow, Told } from './explanation.reading.js';
import { callWays } from './explanation.sends.rules.js';
import { stepsOf } from './explanation.steps.rules.js';
import { endOf, summaryOf } from './explanation.summary.rules.js';
import { fact, type Fact, type FactCode, type Reader, type Said, said } from './fact.rules.js';

export interface ToExplain {
  readonly kept: Kept;
  readonly alerts: readonly AlertView[];
  readonly team: TeamView | undefined;
  /** Whose verdicts, in this order. */
  readonly userIds: readonly string[];
  readonly reader: Reader;
}

export const saidBy =
  (reader: Reader) =>
  (one: Fact): Said =>
    said(one, reader);

/** An escalation in the words of one reader. */
export function explanationOf(given: ToExplain): ExplanationView {
  const { kept, team, reader } = given;
  const { row, story } = kept;
  const say = saidBy(reader);
  const parent = kept.links.find(({ direction }) => direction === 'up');
  return {
    escalationId: row.id,
    number: row.number,
    title: row.title,
    severity: row.run.severity,
    status: row.status === 'new' ? 'delayed' : row.status,
    live: !isFinal(row.status),
    teamName: team?.name ?? '',
    startedAt: row.started_at.toISOString(),
    ...(story.endedAt === null ? {} : { endedAt: new Date(story.endedAt).toISOString() }),
    locale: reader.locale,
    timeZone: reader.timeZone,
    summary: summaryOf(story).map(say),
    origin: beginFacts(row, parent?.number).map(say),
    alerts: alertViews(given),
    alertCount: kept.alertCount,
    policy: policyFacts(row).map(say),
    people: personViews(given),
    steps: stepViews(given),
    calls: callViews(given),
    lines: lineViews(given),
    end: [...endOf(story), ...toldFacts(kept.told)].map(say),
    links: kept.links.map((link) => ({
      escalationId: link.id,
      number: link.number,
      status: link.status === 'new' ? 'delayed' : link.status,
      sentence: say(linkFact(link)),
    })),
  };
}

function alertViews({ kept, alerts, reader }: ToExplain): ExplanationView['alerts'] {
  const byId = new Map(alerts.map((alert) => [alert.alertId, alert]));
  const first = kept.alerts[0]?.alertId;
  return kept.alerts.flatMap(({ alertId, joinedAt }) => {
    const alert = byId.get(alertId);
    if (!alert) return [];
    const { number, title, severity } = alert;
    const facts = alertFacts(alert, kept.row, joinedAt.getTime(), alertId === first);
    return [{ alertId, number, title, severity, sentences: facts.map(saidBy(reader)) }];
  });
}

function personViews({ kept, team, userIds, reader }: ToExplain): ExplanationView['people'] {
  const say = saidBy(reader);
  const roles = new Map((team?.members ?? []).map(({ userId, role }) => [userId, role]));
  return userIds.map((userId) => {
    const role = roles.get(userId);
    const { verdict, fact: because, details } = verdictOf(kept.story, userId, role !== undefined);
    return {
      userId,
      name: reader.names(userId) ?? '',
      ...(role === undefined ? {} : { role }),
      verdict,
      because: say(because),
      details: details.map(say),
    };
  });
}

const stepViews = ({ kept, reader }: ToExplain): ExplanationView['steps'] =>
  stepsOf(kept.story).map(({ cycle, step, at, empty, people, facts }) => ({
    cycle,
    step,
    at: new Date(at).toISOString(),
    empty,
    people: people.map(({ userId, reachable }) => ({
      userId,
      name: reader.names(userId) ?? '',
      reachable,
    })),
    sentences: facts.map(saidBy(reader)),
  }));

function callViews({ kept, reader }: ToExplain): ExplanationView['calls'] {
  const say = saidBy(reader);
  return kept.story.calls.map((story) => {
    const { call } = story;
    const sendings = kept.sendings.filter(({ callId }) => callId === story.callId);
    return {
      callId: story.callId,
      userId: story.userId,
      userName: reader.names(story.userId) ?? '',
      cycle: story.cycle,
      step: story.step,
      try: story.tryNumber,
      status: call.status === 'new' ? 'calling' : call.status,
      startedAt: new Date(story.startedAt).toISOString(),
      ...(call.endedAt === null ? {} : { endedAt: new Date(call.endedAt).toISOString() }),
      sentences: callWays(story, sendings, kept.sendsKeptSince).map(say),
      deadlines: deadlinesOf(versionsOf(story)).map(say),
    };
  });
}

const lineViews = ({ kept, reader }: ToExplain): ExplanationView['lines'] =>
  linesOf(kept.story).map(({ at, version, call, actorName, facts }) => ({
    at: new Date(at).toISOString(),
    version,
    ...(call === undefined ? {} : { callId: call.callId, userId: call.userId }),
    ...(actorName === undefined ? {} : { actorName }),
    sentences: facts.map(saidBy(reader)),
  }));

const TOLD_AS: Readonly<Record<string, FactCode>> = {
  accepted: 'told-accepted',
  exhausted: 'told-over',
  resolved: 'told-over',
  cancelled: 'told-over',
};

function toldFacts(told: readonly Told[]): readonly Fact[] {
  const byCode = Map.groupBy(told, ({ about }) => TOLD_AS[about] ?? 'told-other');
  return [...byCode].map(([code, all]) =>
    fact(code, { people: [...new Set(all.map(({ userId }) => userId))] }),
  );
}

const linkFact = ({ direction, kind, number }: LinkedRow): Fact =>
  fact(direction === 'up' ? 'linked-from' : `linked-${kind}`, { number });
