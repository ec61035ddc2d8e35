import type { Kind, Severity } from '../../plugins/kit/index.js';
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
}

export interface ToRoute {
  readonly severity: Severity;
  readonly kind: Kind;
  readonly service?: string | undefined;
  /** As the sender wrote them, explicit ones and those of a `team` label. */
  readonly teams: readonly string[];
}

export interface Origin {
  readonly teamId?: string | undefined;
  readonly serviceId?: string | undefined;
}

export interface Routed {
  readonly teamId: string;
  readonly policyId?: string | undefined;
  readonly urgency: UrgencyName;
  /** A code for the client to put into words: `team:web`, `service:shop`, `integration-service:shop`, `integration`, `catch-all`. */
  readonly because: string;
}

/** First match wins, and it always ends in a team where the organisation has a catch-all one. */
export function routesOf(alert: ToRoute, origin: Origin, table: RoutingTable): readonly Routed[] {
  const urgency = urgencyOf(alert.severity, alert.kind);
  const service = alert.service === undefined ? undefined : table.services.get(alert.service.toLowerCase());
  const explicit = explicitTeams(alert.teams, table);
  if (explicit.length > 0)
    return explicit.map(({ teamId, slug }) => ({
      teamId,
      policyId: service?.teamId === teamId ? service.policyId : undefined,
      urgency,
      because: `team:${slug}`,
    }));
  const own = origin.serviceId === undefined ? undefined : table.servicesById.get(origin.serviceId);
  if (service) return [ofService(service, urgency, 'service')];
  if (own) return [ofService(own, urgency, 'integration-service')];
  if (origin.teamId !== undefined) return [{ teamId: origin.teamId, urgency, because: 'integration' }];
  return table.catchAllTeamId === undefined
    ? []
    : [{ teamId: table.catchAllTeamId, urgency, because: CATCH_ALL }];
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

function explicitTeams(names: readonly string[], table: RoutingTable): readonly TeamEntry[] {
  const found = names.flatMap((name) => table.teams.get(name.toLowerCase()) ?? []);
  return found.filter((team, index) => found.findIndex(({ teamId }) => teamId === team.teamId) === index);
}

const ofService = (service: ServiceEntry, urgency: UrgencyName, how: string): Routed => ({
  teamId: service.teamId,
  policyId: service.policyId,
  urgency,
  because: `${how}:${service.slug}`,
});
