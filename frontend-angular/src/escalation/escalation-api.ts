import { inject, Injectable } from '@angular/core';
import { Api } from '../generated/api/api';
import {
  addTargets,
  getEscalationLog,
  handOver,
  previewRinging,
  startEscalation,
} from '../generated/api/functions';
import type { Escalation, LogRow, Preview, Severity } from '../generated/api/models';

/** Exactly one of the three says who is called. */
export interface Whom {
  readonly teamId?: string;
  readonly policyId?: string;
  readonly userIds?: readonly string[];
}

@Injectable({ providedIn: 'root' })
export class EscalationApi {
  private readonly api = inject(Api);

  preview(whom: Whom, severity: Severity): Promise<Preview> {
    return this.api.invoke(previewRinging, { body: { ...mutable(whom), severity } });
  }

  start(given: {
    readonly whom: Whom;
    readonly severity: Severity;
    readonly title: string;
    readonly message: string;
    readonly incidentId?: string;
  }): Promise<Escalation> {
    const { whom, ...rest } = given;
    return this.api.invoke(startEscalation, { body: { ...mutable(whom), ...rest } });
  }

  add(
    escalationId: string,
    userIds: readonly string[],
    teamIds: readonly string[],
    message: string,
  ): Promise<Escalation> {
    return this.api.invoke(addTargets, {
      escalationId,
      body: { userIds: [...userIds], teamIds: [...teamIds], scheduleIds: [], message },
    });
  }

  handOver(escalationId: string, userId: string, message: string): Promise<Escalation> {
    return this.api.invoke(handOver, { escalationId, body: { userId, message } });
  }

  async log(escalationId: string, locale: 'en' | 'ja'): Promise<readonly LogRow[]> {
    return (await this.api.invoke(getEscalationLog, { escalationId, locale })).rows;
  }
}

function mutable(whom: Whom): { teamId?: string; policyId?: string; userIds?: string[] } {
  const { userIds, ...rest } = whom;
  return userIds === undefined ? rest : { ...rest, userIds: [...userIds] };
}
