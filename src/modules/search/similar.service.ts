import { Injectable } from '@nestjs/common';
import { AlertTexts } from '../alerts/index.js';
import { EscalationReader } from '../escalation/index.js';
import { type CommentText, type IncidentText, IncidentTexts, IncidentUnknown } from '../incidents/index.js';
import { SimilarAlertUnknown } from './search.errors.js';
import type * as dto from './search.dto.js';
import { MOST_COMMENTS, type Subject, subjectOfAlerts, subjectOfIncident } from './similar.rules.js';
import { type Likeness, SimilarStore } from './similar.store.js';

/** Less than this is chance. */
const LEAST = 0.08;
const MOST_BECAUSE = 5;
const LONGEST_SOLUTION = 500;

/** What we did last time. */
@Injectable()
export class SimilarService {
  constructor(
    private readonly store: SimilarStore,
    private readonly incidents: IncidentTexts,
    private readonly alerts: AlertTexts,
    private readonly escalations: EscalationReader,
  ) {}

  /** @throws IncidentUnknown */
  async toIncident(incidentId: string, most: number): Promise<{ incidents: dto.SimilarIncident[] }> {
    const [incident] = await this.incidents.byIds([incidentId]);
    if (!incident) throw new IncidentUnknown('There is no such incident', { incidentId });
    const comments = await this.incidents.commentsOf([incidentId], MOST_COMMENTS);
    const alerts = await this.alerts.byIds(incident.alertIds);
    return this.like(subjectOfIncident(incident, alerts, comments), incidentId, most);
  }

  /** @throws SimilarAlertUnknown */
  async toAlert(alertId: string, most: number): Promise<{ incidents: dto.SimilarIncident[] }> {
    const alerts = await this.alerts.byIds([alertId]);
    if (alerts.length === 0) throw new SimilarAlertUnknown('There is no such alert', { alertId });
    return this.like(subjectOfAlerts(alerts), undefined, most);
  }

  /** @throws EscalationUnknown */
  async toEscalation(escalationId: string, most: number): Promise<{ incidents: dto.SimilarIncident[] }> {
    const { title, message, alertIds, incidentId } = await this.escalations.about(escalationId);
    const alerts = await this.alerts.byIds(alertIds);
    const subject = subjectOfAlerts(alerts, [
      { text: title, weight: 'A' },
      { text: message, weight: 'B' },
    ]);
    return this.like(subject, incidentId, most);
  }

  private async like(
    subject: Subject,
    but: string | undefined,
    most: number,
  ): Promise<{ incidents: dto.SimilarIncident[] }> {
    const found = (await this.store.like(subject, but, most)).filter(({ score }) => score >= LEAST);
    if (found.length === 0) return { incidents: [] };
    const ids = found.map(({ incidentId }) => incidentId);
    const incidents = new Map((await this.incidents.byIds(ids)).map((one) => [one.incidentId, one]));
    const comments = Map.groupBy(
      await this.incidents.commentsOf(ids, MOST_COMMENTS),
      ({ incidentId }) => incidentId,
    );
    const written = await this.store.writtenOf(subject);
    return {
      incidents: found.flatMap((like) => {
        const incident = incidents.get(like.incidentId);
        return incident ? [viewOf(incident, like, comments.get(like.incidentId) ?? [], written)] : [];
      }),
    };
  }
}

function viewOf(
  incident: IncidentText,
  like: Likeness,
  comments: readonly CommentText[],
  written: ReadonlyMap<string, string>,
): dto.SimilarIncident {
  const { incidentId, number, title, status, severity, teamId, startedAt, resolvedAt } = incident;
  const last = comments.findLast(({ createdAt }) => resolvedAt === null || createdAt <= resolvedAt);
  const solution = last ?? comments.at(-1);
  return {
    incidentId,
    number,
    title,
    status,
    severity,
    teamId,
    startedAt: startedAt.toISOString(),
    ...(resolvedAt === null
      ? {}
      : {
          resolvedAt: resolvedAt.toISOString(),
          tookSeconds: Math.max(0, Math.round((resolvedAt.getTime() - startedAt.getTime()) / 1000)),
        }),
    score: Math.round(like.score * 1000) / 1000,
    because: [
      ...(like.isSameAlert ? [{ kind: 'alert' as const, text: '' }] : []),
      ...(like.isSameService ? [{ kind: 'service' as const, text: '' }] : []),
      ...like.terms
        .flatMap((term) => written.get(term) ?? [])
        .slice(0, MOST_BECAUSE)
        .map((text) => ({ kind: 'word' as const, text })),
    ],
    ...(solution
      ? { solution: solution.text.slice(0, LONGEST_SOLUTION), solvedByName: solution.userName }
      : {}),
  };
}
