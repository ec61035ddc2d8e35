import { inject, Injectable } from '@angular/core';
import { Api } from '../generated/api/api';
import {
  acceptCall,
  cancelEscalation,
  declineCall,
  getEscalation,
  listAlerts,
  listDevices,
  listIncidents,
  listIntegrations,
  listTimeline,
  listTokens,
  onDuty,
  openFromEscalation,
  skipStep,
  takeEscalation,
} from '../generated/api/functions';
import type {
  Alert,
  ApiToken,
  Device,
  Duty,
  Escalation,
  Event,
  Incident,
  Integration,
} from '../generated/api/models';
import { TIMELINE_KINDS } from '../session/event-words';

/** What the board asks and does. */
@Injectable({ providedIn: 'root' })
export class NowApi {
  private readonly api = inject(Api);

  readonly openIncidents = async (): Promise<readonly Incident[]> =>
    (await this.api.invoke(listIncidents, { open: true, pageSize: 100 })).incidents;

  readonly unownedAlerts = async (): Promise<readonly Alert[]> =>
    (await this.api.invoke(listAlerts, { unowned: true, pageSize: 50 })).alerts;

  readonly duties = async (): Promise<readonly Duty[]> => (await this.api.invoke(onDuty, {})).duties;

  readonly myDevices = async (): Promise<readonly Device[]> =>
    (await this.api.invoke(listDevices, {})).devices;

  readonly integrations = async (): Promise<readonly Integration[]> =>
    (await this.api.invoke(listIntegrations, {})).integrations;

  readonly myTokens = async (): Promise<readonly ApiToken[]> => (await this.api.invoke(listTokens)).tokens;

  readonly lately = async (userId: string): Promise<readonly Event[]> =>
    (await this.api.invoke(listTimeline, { userId, kinds: [...TIMELINE_KINDS], pageSize: 12 })).events;

  escalation(escalationId: string): Promise<Escalation> {
    return this.api.invoke(getEscalation, { escalationId });
  }

  accept(callId: string): Promise<unknown> {
    return this.api.invoke(acceptCall, { callId });
  }

  decline(callId: string, reason: string): Promise<unknown> {
    return this.api.invoke(declineCall, { callId, body: { reason } });
  }

  take(escalationId: string): Promise<unknown> {
    return this.api.invoke(takeEscalation, { escalationId });
  }

  nextStep(escalationId: string): Promise<unknown> {
    return this.api.invoke(skipStep, { escalationId });
  }

  stop(escalationId: string): Promise<unknown> {
    return this.api.invoke(cancelEscalation, { escalationId });
  }

  openIncident(escalationId: string): Promise<Incident> {
    return this.api.invoke(openFromEscalation, { escalationId });
  }
}
