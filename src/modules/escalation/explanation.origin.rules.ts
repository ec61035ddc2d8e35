import type { AlertView } from '../alerts/index.js';
import type { EscalationRow } from './escalation.rows.js';
import { fact, type Fact, type FactCode } from './fact.rules.js';
import type { Instant } from './policy.js';
import { STORM_KEY } from './storm.rules.js';

type Route = AlertView['routes'][number];

/** `because` of a route as `alerts` writes it: a code, and after the colon the name that it found. */
const BECAUSE: Readonly<Record<string, FactCode>> = {
  team: 'route-team',
  rule: 'route-rule',
  service: 'route-service',
  'integration-service': 'route-integration-service',
  integration: 'route-integration',
  'catch-all': 'route-catch-all',
};

/** Which rule chose the team, and what its severity means there. */
export function routeFacts(route: Route, alert: AlertView): readonly Fact[] {
  const { because, teamId: team, urgency, rule, urgencyByRule } = route;
  const colon = because.indexOf(':');
  const how = colon < 0 ? because : because.slice(0, colon);
  const code = BECAUSE[how];
  const name = colon < 0 ? undefined : because.slice(colon + 1);
  const chosen =
    code === undefined
      ? fact('route-other', { name: because, team })
      : fact(code, { team, ...(name === undefined ? {} : { name }) });
  if (rule !== undefined && urgencyByRule) return [chosen, fact(`ruled-${urgency}`, { name: rule })];
  const { severity } = alert;
  return [chosen, urgency === 'record' ? fact('urgency-record') : fact(`urgency-${urgency}`, { severity })];
}

/** What became of the route, where it did not open an escalation of its own. */
export function quietFact({ reason, escalationNumber }: Route): Fact | undefined {
  if (reason === undefined)
    return escalationNumber === undefined ? undefined : fact('opened-own', { number: escalationNumber });
  const number = escalationNumber ?? 0;
  return reason === 'joined' || reason === 'storm'
    ? fact(`quiet-${reason}`, { number })
    : fact(`quiet-${reason}`);
}

/** Repeats, suppression and the end of one alert. */
export function fateFacts(alert: AlertView): readonly Fact[] {
  const { number, count, suppressed, endedAt, lastReceivedAt } = alert;
  return [
    ...(count > 1 ? [fact('alert-repeated', { number, count, at: Date.parse(lastReceivedAt) })] : []),
    ...(suppressed === undefined ? [] : [fact('alert-suppressed', { number, text: suppressed })]),
    ...(endedAt === undefined ? [] : [fact('alert-resolved-at', { number, at: Date.parse(endedAt) })]),
  ];
}

/** One alert of an escalation: how it came to it, by which rule, and what happened to it. */
export function alertFacts(
  alert: AlertView,
  row: Pick<EscalationRow, 'team_id' | 'started_at' | 'parent_id'>,
  joinedAt: Instant,
  isFirst: boolean,
): readonly Fact[] {
  const { number, title } = alert;
  const isFromStart = joinedAt <= row.started_at.getTime();
  const arrival = !isFromStart
    ? fact('alert-joined-at', { number, title, at: joinedAt })
    : isFirst && row.parent_id === null
      ? fact('begun-by-alert', { number, title, origin: alert.integrationName })
      : fact('alert-along', { number, title });
  const route = alert.routes.find(({ teamId }) => teamId === row.team_id);
  return [arrival, ...(route ? routeFacts(route, alert) : []), ...fateFacts(alert)];
}

/** Where an escalation came from, its alerts aside. */
export function beginFacts(row: EscalationRow, parentNumber: number | undefined): readonly Fact[] {
  return [
    ...(row.group_key === STORM_KEY ? [fact('begun-as-storm')] : []),
    ...(row.started_by_name === null ? [] : [fact('begun-by-person', { name: row.started_by_name })]),
    ...(parentNumber === undefined ? [] : [fact('begun-by-parent', { number: parentNumber })]),
  ];
}

/** By which rules: the version that was frozen, and whose it was. */
export function policyFacts({ snapshot }: Pick<EscalationRow, 'snapshot'>): readonly Fact[] {
  const { policyId, name: policy, version, editedBy, editedAt, steps, decisionSeconds } = snapshot;
  const until = editedAt === undefined ? undefined : Date.parse(editedAt);
  const frozen =
    policyId === undefined
      ? fact('policy-own', { policy })
      : version === undefined
        ? fact('policy-unversioned', { policy })
        : fact('policy-frozen', { policy, version });
  const edited =
    until === undefined
      ? []
      : [
          editedBy === undefined
            ? fact('policy-edited-at', { until })
            : fact('policy-edited', { name: editedBy, until }),
        ];
  return [frozen, ...edited, fact('ladder-shape', { count: steps.length, seconds: decisionSeconds })];
}
