import type { Severity } from '../../platform/wire/schemas.js';
import type { NoRingReason } from './alerts.dto.js';

export type UrgencyName = 'ring' | 'inform' | 'record';

/** One alert, for one of the teams that it was routed to. */
export interface AlertFact {
  readonly alertId: string;
  readonly routeId: string;
  readonly teamId: string;
  /** Absent: the team's default policy. */
  readonly policyId?: string | undefined;
  readonly groupKey: string;
  readonly integrationId: string;
  readonly severity: Severity;
  /** As shown; the whole of a longer one stands in `message`. */
  readonly title: string;
  readonly message: string;
  readonly service?: string | undefined;
  readonly at: Date;
  /** `record` never gets here; `inform` rings nobody. */
  readonly urgency: Exclude<UrgencyName, 'record'>;
}

/** What became of one route: an escalation, or the reason why there is none of its own (`joined` names both). */
export interface RouteAnswer {
  readonly routeId: string;
  readonly escalationId?: string | undefined;
  readonly escalationNumber?: number | undefined;
  /** Of the escalation, where there is one. */
  readonly standing?: EscalationStanding['standing'] | undefined;
  readonly reason?: NoRingReason | undefined;
}

/**
 * What `alerts` tells in the very transaction that makes it true; an exception rolls everything back. There is one
 * subscriber, `escalation`: it binds this class in its module. Lists are sorted by team and group key.
 */
export abstract class AlertFacts {
  /**
   * Every route gets an answer. One without is recorded as `inform-only` if it was to inform, and is a fault if it was
   * to ring. `company`: whether the same transaction tells of other things after it.
   */
  abstract opened(
    facts: readonly AlertFact[],
    company: 'alone' | 'with-others',
  ): Promise<readonly RouteAnswer[]>;
  /** Answers replace what `opened` said: a route that only informed may ring now. An empty list changes nothing. */
  abstract severityRose(facts: readonly AlertFact[]): Promise<readonly RouteAnswer[]>;
  abstract resolved(facts: readonly AlertFact[]): Promise<void>;
  /** Alerts that ring are in a maintenance window from now on: nothing stops, whoever is concerned is asked. */
  abstract maintenanceBegan(begun: MaintenanceBegun): Promise<void>;
  /** By somebody at a source whose word is trusted. */
  abstract acknowledged(facts: readonly AcknowledgedFact[]): Promise<void>;
}

export interface AcknowledgedFact {
  readonly alertId: string;
  /** As the source names them: a name, an address of mail, or the source itself. */
  readonly by: string;
}

export interface MaintenanceBegun {
  readonly maintenanceId: string;
  readonly teamId: string;
  readonly name: string;
  readonly createdBy: string | undefined;
  /** Those that it covers. */
  readonly alertIds: readonly string[];
}

/** How an escalation stands, as far as "does anybody care for this alert" goes. */
export interface EscalationStanding {
  readonly escalationId: string;
  readonly standing: 'live' | 'taken' | 'ended';
}
