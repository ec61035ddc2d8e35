import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import type { Caller } from '../../platform/auth/caller.js';
import { Clock } from '../../platform/clock/clock.js';
import { PeopleQueries } from '../people/index.js';
import { PolicyUnknown, PreviewService } from '../policies/index.js';
import type * as dto from './shadow.dto.js';
import { ShadowedAlerts, type ShadowedRoute } from './shadowed-alerts.queries.js';

const DAY_MS = 86_400_000;
const USUAL_DAYS = 7;
/** Each asks for its people anew, as of its own instant. */
const MOST = 100;

type Found = Pick<dto.ShadowRoute, 'first' | 'next' | 'policyName' | 'afterSeconds'>;

/** An integration on trial: who would have rung, beside what became of each alert elsewhere. */
@Injectable()
export class ShadowReports {
  constructor(
    private readonly clock: Clock,
    private readonly alerts: ShadowedAlerts,
    private readonly people: PeopleQueries,
    private readonly preview: PreviewService,
  ) {}

  /** Of an integration that its caller may look into. */
  async of(input: z.output<typeof dto.ShadowReportInput>, caller: Caller): Promise<dto.ShadowReport> {
    const { integrationId } = input;
    const until = input.until === undefined ? this.clock.now() : new Date(input.until);
    const from =
      input.from === undefined ? new Date(until.getTime() - USUAL_DAYS * DAY_MS) : new Date(input.from);
    const rows = await this.alerts.of(integrationId, from, until, MOST + 1);
    const byAlert = [...Map.groupBy(rows, (row) => row.alert_id).values()];
    const shown = byAlert.slice(0, MOST);
    const teams = await this.people.teamsByIds([...new Set(shown.flat().map((row) => row.team_id))]);
    const alerts: z.output<typeof dto.ShadowAlert>[] = [];
    for (const routes of shown) {
      const told: dto.ShadowRoute[] = [];
      for (const row of routes)
        told.push({
          teamId: row.team_id,
          teamName: teams.get(row.team_id)?.name ?? '',
          urgency: row.urgency,
          because: row.because,
          ...(row.urgency === 'ring' && teams.has(row.team_id) ? await this.called(row, caller) : NOBODY),
        });
      alerts.push({ ...beside(routes[0] as ShadowedRoute), routes: told });
    }
    const rings = alerts.filter(({ routes }) => routes.some(({ urgency }) => urgency === 'ring'));
    const ringing = rings.filter(({ routes }) => routes.some(({ first }) => first.length > 0)).length;
    return {
      integrationId,
      from: from.toISOString(),
      until: until.toISOString(),
      alerts,
      isCut: byAlert.length > MOST,
      ringing,
      reachingNobody: rings.length - ringing,
      acknowledgedElsewhere: alerts.filter(({ acknowledgedBy }) => acknowledgedBy !== undefined).length,
    };
  }

  /** By the call rules of today, and by who was on duty then. */
  private async called(row: ShadowedRoute, caller: Caller): Promise<Found> {
    const when = { severity: row.severity, at: row.first_received_at.toISOString() };
    const ofTeam = { ...when, teamId: row.team_id };
    const { policyName, steps } =
      row.policy_id === null
        ? await this.preview.of(ofTeam, caller)
        : await this.preview.of({ ...when, policyId: row.policy_id }, caller).catch((error: unknown) => {
            // It was removed since: the team's own would have rung.
            if (error instanceof PolicyUnknown) return this.preview.of(ofTeam, caller);
            throw error;
          });
    const step = steps.find(({ applies, people }) => applies && people.some(({ reachable }) => reachable));
    if (!step) return { ...NOBODY, policyName };
    const people = step.people
      .filter(({ reachable }) => reachable)
      .map(({ userId, name }) => ({ userId, name }));
    const atOnce = step.simultaneous === 0 ? people.length : step.simultaneous;
    return {
      policyName,
      first: people.slice(0, atOnce),
      next: people.slice(atOnce),
      afterSeconds: step.startsAfterSeconds,
    };
  }
}

const NOBODY: Found = { first: [], next: [] };

const secondsBetween = (from: Date, until: Date): number =>
  Math.max(0, Math.round((until.getTime() - from.getTime()) / 1000));

const beside = (row: ShadowedRoute): Omit<z.output<typeof dto.ShadowAlert>, 'routes'> => ({
  alertId: row.alert_id,
  number: Number(row.number),
  title: row.title,
  severity: row.severity,
  status: row.ended_at === null ? 'firing' : 'resolved',
  at: row.first_received_at.toISOString(),
  ...(row.acknowledged_by === null ? {} : { acknowledgedBy: row.acknowledged_by }),
  ...(row.acknowledged_at === null
    ? {}
    : { acknowledgedAfterSeconds: secondsBetween(row.first_received_at, row.acknowledged_at) }),
  ...(row.ended_at === null
    ? {}
    : { endedAfterSeconds: secondsBetween(row.first_received_at, row.ended_at) }),
});
