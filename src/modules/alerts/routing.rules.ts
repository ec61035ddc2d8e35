import type { Kind, Severity } from '../../plugins/kit/index.js';
import type { MaintenanceWindow } from './maintenance.rules.js';
import type { RoutingRule } from './rules.dto.js';
import type { UrgencyName } from './alerts.facts.js';

export interface TeamEntry {
  readonly teamId: string;
  readonly slug: string;
}

export interface ServiceEntry {
  readonly serviceId: string;
  readonly slug: string;
  readonly name: string;
  readonly teamId: string;
  readonly policyId?: string | undefined;
}

/** Everything that routing may look up, loaded before it starts. Names are in small letters. */
export interface RoutingTable {
  readonly teams: ReadonlyMap<string, TeamEntry>;
  readonly services: ReadonlyMap<string, ServiceEntry>;
  readonly servicesById: ReadonlyMap<string, ServiceEntry>;
  readonly catchAllTeamId?: string | undefined;
  /** Those that may be open now. */
  readonly windows: readonly MaintenanceWindow[];
}

/** What of it a batch may need; names in small letters, teams by slug or id. */
export interface WantedOfTable {
  readonly teams: readonly string[];
  readonly services: readonly string[];
  readonly serviceIds: readonly string[];
  /** False where every alert has an integration with a team: then nobody asks for the catch-all one. */
  readonly catchAll: boolean;
  /** When they come. */
  readonly at: Date;
}

export interface ToRoute {
  readonly severity: Severity;
  readonly kind: Kind;
  readonly service?: string | undefined;
  /** As the sender wrote them, explicit ones and those of a `team` label. */
  readonly teams: readonly string[];
  /** Of the integration's rules the one that holds. */
  readonly rule?: RoutingRule | undefined;
}

export interface Origin {
  readonly teamId?: string | undefined;
  readonly serviceId?: string | undefined;
}

export interface Routed {
  readonly teamId: string;
  readonly policyId?: string | undefined;
  readonly urgency: UrgencyName;
  /** A code for the client to put into words: `team:web`, `rule:databases`, `service:shop`, `integration-service:shop`, `integration`, `catch-all`. */
  readonly because: string;
  /** The rule that holds, and whether it has fixed the urgency: then no severity changes it. */
  readonly rule?: string | undefined;
  readonly isFixed: boolean;
}

/** First match wins, and it always ends in a team where the organisation has a catch-all one. */
export function routesOf(alert: ToRoute, origin: Origin, table: RoutingTable): readonly Routed[] {
  const fixed = alert.kind === 'test' ? undefined : alert.rule?.urgency;
  const urgency = fixed ?? urgencyOf(alert.severity, alert.kind);
  const more = { rule: alert.rule?.name, isFixed: fixed !== undefined };
  return placesOf(alert, origin, table).map((place) => ({ ...place, urgency, ...more }));
}

type Place = Pick<Routed, 'teamId' | 'policyId' | 'because'>;

function placesOf(alert: ToRoute, origin: Origin, table: RoutingTable): readonly Place[] {
  const service = alert.service === undefined ? undefined : table.services.get(alert.service.toLowerCase());
  const explicit = teamsOf(alert.teams, table);
  if (explicit.length > 0)
    return explicit.map(({ teamId, slug }) => ({
      teamId,
      policyId: service?.teamId === teamId ? service.policyId : undefined,
      because: `team:${slug}`,
    }));
  const { rule } = alert;
  const ruled = teamsOf(rule?.teamIds ?? [], table);
  if (rule && ruled.length > 0)
    // Of several teams it is the first's: whoever saved the rule has seen to it.
    return ruled.map(({ teamId }, i) => ({
      teamId,
      policyId: i === 0 ? rule.policyId : undefined,
      because: `rule:${rule.name}`,
    }));
  const own = origin.serviceId === undefined ? undefined : table.servicesById.get(origin.serviceId);
  if (service) return [ofService(service, 'service')];
  if (own) return [ofService(own, 'integration-service')];
  if (origin.teamId !== undefined) return [{ teamId: origin.teamId, because: 'integration' }];
  return table.catchAllTeamId === undefined ? [] : [{ teamId: table.catchAllTeamId, because: CATCH_ALL }];
}

export const CATCH_ALL = 'catch-all';

/** What rings, what informs, what is only kept. A test reaches nobody but who pressed the button. */
export function urgencyOf(severity: Severity, kind: Kind): UrgencyName {
  if (kind === 'test') return 'record';
  return severity === 'info' ? 'inform' : 'ring';
}

/** The names under which an alert asks for teams: its own, then its label's. */
export const askedTeams = (
  teams: readonly string[] | undefined,
  labels: Readonly<Record<string, string>> | undefined,
): readonly string[] =>
  [...(teams ?? []), labels?.['team'] ?? ''].map((name) => name.trim().toLowerCase()).filter(Boolean);

/** Those that there are, each once. */
function teamsOf(names: readonly string[], table: RoutingTable): readonly TeamEntry[] {
  const found = names.flatMap((name) => table.teams.get(name.toLowerCase()) ?? []);
  return found.filter((team, index) => found.findIndex(({ teamId }) => teamId === team.teamId) === index);
}

const ofService = (service: ServiceEntry, how: string): Place => ({
  teamId: service.teamId,
  policyId: service.policyId,
  because: `${how}:${service.slug}`,
});
