import { Injectable } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import {
  type AcknowledgedFact,
  type AlertFact,
  AlertFacts,
  type RouteAnswer,
  type UrgencyName,
} from './alerts.facts.js';
import type { NewRoute, Touched } from './batch.rules.js';
import { IngestQueries } from './ingest.queries.js';
import { urgencyOf } from './routing.rules.js';

interface Route {
  readonly routeId: string;
  readonly alertId: string;
  readonly teamId: string;
  readonly policyId?: string | undefined;
  readonly urgency: UrgencyName;
  readonly groupKey: string;
  readonly reason?: string | undefined;
  readonly isFixed: boolean;
}

/** Tells the subscriber what became true, in the transaction that made it so, and writes its answers down. */
@Injectable()
export class FactsTeller {
  private subscriber: AlertFacts | undefined;

  constructor(
    private readonly modules: ModuleRef,
    private readonly store: IngestQueries,
  ) {}

  /** New routes are written with what became of them. Gives the teams of each alert, by alert id. */
  async tell(
    touched: readonly Touched[],
    newRoutes: readonly NewRoute[],
    at: Date,
  ): Promise<ReadonlyMap<string, readonly string[]>> {
    const isNew = new Set(newRoutes.map(({ alertId }) => alertId));
    const older = touched.map(({ state }) => state.alertId).filter((alertId) => !isNew.has(alertId));
    const routes: readonly Route[] = [...newRoutes, ...(await this.load(older))];
    const byAlert = Map.groupBy(routes, ({ alertId }) => alertId);
    const heard = touched.filter(({ origin }) => origin.mode === 'live');
    // What began to ring before its integration went on trial is over when it is over.
    const of = (what: 'opened' | 'rose' | 'resolved'): readonly AlertFact[] =>
      (what === 'resolved' ? touched : heard)
        .filter(({ happened }) => happened.has(what) && !(what === 'rose' && happened.has('opened')))
        .filter(({ origin }) => origin.quiet === undefined || (what !== 'opened' && what !== 'rose'))
        .flatMap((alert) =>
          factsOf(
            alert,
            (byAlert.get(alert.state.alertId) ?? []).filter((route) => what !== 'opened' || !isQuiet(route)),
          ),
        )
        .sort(byTeamAndGroup);
    const rose = of('rose');
    const resolved = of('resolved');
    const acknowledged = heard.flatMap(acknowledgedOf);
    // An acknowledgement asks which alerts an escalation has: those that join it here must be among them by then.
    const company = rose.length + resolved.length + acknowledged.length === 0 ? 'alone' : 'with-others';
    const answers = await this.opened(of('opened'), company);
    await Promise.all([
      this.store.insertRoutes(
        newRoutes.map((route) => ({ ...route, ...answers.get(route.routeId) })),
        at,
        company === 'alone' ? 'at-end' : 'now',
      ),
      this.follow(rose, resolved, acknowledged, routes),
    ]);
    return new Map([...byAlert].map(([alertId, own]) => [alertId, own.map(({ teamId }) => teamId)]));
  }

  private async follow(
    rose: readonly AlertFact[],
    resolved: readonly AlertFact[],
    acknowledged: readonly AcknowledgedFact[],
    routes: readonly Route[],
  ): Promise<void> {
    await this.rose(rose, routes);
    if (resolved.length > 0) await this.facts.resolved(resolved);
    if (acknowledged.length > 0) await this.facts.acknowledged(acknowledged);
  }

  private async opened(
    facts: readonly AlertFact[],
    company: 'alone' | 'with-others',
  ): Promise<ReadonlyMap<string, RouteAnswer>> {
    if (facts.length === 0) return new Map();
    const given = await this.facts.opened(facts, company);
    const answers = new Map(given.map((answer) => [answer.routeId, answer]));
    return new Map(
      facts.map((fact) => {
        const answer = answers.get(fact.routeId);
        if (answer && (answer.escalationId !== undefined || answer.reason !== undefined))
          return [fact.routeId, answer];
        if (fact.urgency === 'inform')
          return [fact.routeId, { routeId: fact.routeId, reason: 'inform-only' as const }];
        // An alert that was to ring and did neither ring nor say why must not be answered 2xx.
        throw new Error(`Route ${fact.routeId} got neither an escalation nor a reason`);
      }),
    );
  }

  private async rose(facts: readonly AlertFact[], routes: readonly Route[]): Promise<void> {
    if (facts.length === 0) return;
    const before = new Map(routes.map((route) => [route.routeId, route.urgency]));
    await this.store.setUrgency(
      facts.filter((fact) => before.get(fact.routeId) !== fact.urgency).map(({ routeId }) => routeId),
      'ring',
    );
    const answers: readonly RouteAnswer[] = await this.facts.severityRose(facts);
    await this.store.answer(answers);
  }

  private async load(alertIds: readonly string[]): Promise<readonly Route[]> {
    return (await this.store.routesOf(alertIds)).map((row) => ({
      routeId: row.id,
      alertId: row.alert_id,
      teamId: row.team_id,
      policyId: row.policy_id ?? undefined,
      urgency: row.urgency,
      groupKey: row.group_key,
      reason: row.reason ?? undefined,
      isFixed: row.is_fixed,
    }));
  }

  /** Bound by `escalation`, which stands above this module: looked up when first needed. */
  private get facts(): AlertFacts {
    return (this.subscriber ??= this.modules.get<AlertFacts>(AlertFacts, { strict: false }));
  }
}

/** Where its integration trusts the word of its source, and nobody has taken it back in the same breath. */
const acknowledgedOf = ({ state, origin, happened }: Touched): readonly AcknowledgedFact[] =>
  origin.quiet === undefined &&
  happened.has('acknowledged') &&
  state.status === 'firing' &&
  state.acknowledgementCounts === true &&
  state.acknowledgedBy !== undefined
    ? [{ alertId: state.alertId, by: state.acknowledgedBy }]
    : [];

function factsOf({ state, origin }: Touched, routes: readonly Route[]): readonly AlertFact[] {
  const urgency = urgencyOf(state.severity, state.kind);
  return routes.flatMap((route): readonly AlertFact[] => {
    const now = route.urgency === 'ring' || route.isFixed ? route.urgency : urgency;
    if (now === 'record' || route.urgency === 'record') return [];
    return [
      {
        alertId: state.alertId,
        routeId: route.routeId,
        teamId: route.teamId,
        policyId: route.policyId,
        groupKey: route.groupKey,
        integrationId: origin.integrationId,
        severity: state.severity,
        title: state.title,
        message: [state.fullTitle, state.description].filter(Boolean).join('\n\n'),
        service: state.service,
        at: state.lastReceivedAt,
        urgency: now,
      },
    ];
  });
}

/** It is called when what keeps it quiet is over, or when it becomes worse. */
const isQuiet = ({ reason }: Route): boolean => reason === 'maintenance';

const byTeamAndGroup = (a: AlertFact, b: AlertFact): number => {
  const [left, right] = [`${a.teamId} ${a.groupKey} ${a.alertId}`, `${b.teamId} ${b.groupKey} ${b.alertId}`];
  return left < right ? -1 : left > right ? 1 : 0;
};
