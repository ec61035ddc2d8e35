import { inject, Injectable } from '@angular/core';
import { Api } from '../generated/api/api';
import {
  addOverride,
  createPolicy,
  createSchedule,
  createService,
  createTeam,
  createTeamChannel,
  deletePolicy,
  deleteService,
  deleteTeamChannel,
  getPolicy,
  getTeam,
  listIntegrations,
  listNotifiers,
  listPolicies,
  listSchedules,
  listServices,
  listTeamChannels,
  listDevices,
  onDuty,
  previewRinging,
  removeMember,
  removeOverride,
  setMember,
  updatePolicy,
  updateSchedule,
  updateTeam,
  updateTeamChannel,
} from '../generated/api/functions';
import type {
  Device,
  Duty,
  Integration,
  Policy,
  Preview,
  Rotation,
  Schedule,
  Service,
  Severity,
  Team,
  TeamChannel,
  TeamNewsKind,
  TeamRole,
  Notifier,
  Locale,
} from '../generated/api/models';
import type { PolicyDraft } from './policy/policy-form';

@Injectable({ providedIn: 'root' })
export class TeamsApi {
  private readonly api = inject(Api);

  team(teamId: string): Promise<Team> {
    return this.api.invoke(getTeam, { teamId });
  }

  async policies(teamId: string): Promise<readonly Policy[]> {
    return (await this.api.invoke(listPolicies, { teamId })).policies;
  }

  async services(teamId: string): Promise<readonly Service[]> {
    return (await this.api.invoke(listServices, { teamId })).services;
  }

  async schedules(teamId: string): Promise<readonly Schedule[]> {
    return (await this.api.invoke(listSchedules, { teamId })).schedules;
  }

  async integrations(teamId: string): Promise<readonly Integration[]> {
    return (await this.api.invoke(listIntegrations, { teamId })).integrations;
  }

  async duties(teamId: string, at?: string): Promise<readonly Duty[]> {
    return (await this.api.invoke(onDuty, { teamId, ...(at === undefined ? {} : { at }) })).duties;
  }

  async devices(userId: string): Promise<readonly Device[]> {
    return (await this.api.invoke(listDevices, { userId })).devices;
  }

  createTeam(name: string, slug: string): Promise<Team> {
    return this.api.invoke(createTeam, { body: { name, slug } });
  }

  rename(team: Team, name: string, description: string): Promise<Team> {
    return this.api.invoke(updateTeam, {
      teamId: team.teamId,
      body: { version: team.version, name, description },
    });
  }

  setMember(teamId: string, userId: string, role: TeamRole): Promise<Team> {
    return this.api.invoke(setMember, { teamId, userId, body: { role } });
  }

  removeMember(teamId: string, userId: string): Promise<Team> {
    return this.api.invoke(removeMember, { teamId, userId });
  }

  createService(teamId: string, name: string, slug: string): Promise<Service> {
    return this.api.invoke(createService, { body: { teamId, name, slug } });
  }

  async channels(teamId: string): Promise<readonly TeamChannel[]> {
    return (await this.api.invoke(listTeamChannels, { teamId })).channels;
  }

  async notifiers(): Promise<readonly Notifier[]> {
    return (await this.api.invoke(listNotifiers)).notifiers;
  }

  createChannel(
    teamId: string,
    body: {
      name: string;
      notifier: string;
      target: Record<string, string>;
      news: TeamNewsKind[];
      locale: Locale;
    },
  ): Promise<TeamChannel> {
    return this.api.invoke(createTeamChannel, { teamId, body });
  }

  updateChannel(
    channel: TeamChannel,
    change: {
      readonly name?: string;
      readonly news?: TeamNewsKind[];
      readonly locale?: Locale;
      readonly paused?: boolean;
    },
  ): Promise<TeamChannel> {
    const { teamId, channelId, version } = channel;
    return this.api.invoke(updateTeamChannel, { teamId, channelId, body: { version, ...change } });
  }

  deleteChannel(teamId: string, channelId: string): Promise<unknown> {
    return this.api.invoke(deleteTeamChannel, { teamId, channelId });
  }

  deleteService(serviceId: string): Promise<unknown> {
    return this.api.invoke(deleteService, { serviceId });
  }

  policy(policyId: string): Promise<Policy> {
    return this.api.invoke(getPolicy, { policyId });
  }

  createPolicy(teamId: string, draft: PolicyDraft): Promise<Policy> {
    return this.api.invoke(createPolicy, { body: { teamId, ...draft } });
  }

  updatePolicy(policyId: string, version: number, draft: PolicyDraft): Promise<Policy> {
    return this.api.invoke(updatePolicy, { policyId, body: { version, ...draft } });
  }

  deletePolicy(policyId: string): Promise<unknown> {
    return this.api.invoke(deletePolicy, { policyId });
  }

  preview(policyId: string, severity: Severity, at: string | undefined): Promise<Preview> {
    return this.api.invoke(previewRinging, {
      body: { policyId, severity, ...(at === undefined ? {} : { at }) },
    });
  }

  createSchedule(teamId: string, name: string, timeZone: string, rotation: Rotation): Promise<Schedule> {
    return this.api.invoke(createSchedule, { body: { teamId, name, timeZone, rotation } });
  }

  updateSchedule(
    schedule: Schedule,
    change: { readonly name?: string; readonly timeZone?: string; readonly rotation?: Rotation },
  ): Promise<Schedule> {
    return this.api.invoke(updateSchedule, {
      scheduleId: schedule.scheduleId,
      body: { version: schedule.version, ...change },
    });
  }

  addOverride(scheduleId: string, userId: string, startsAt: string, endsAt: string): Promise<Schedule> {
    return this.api.invoke(addOverride, { scheduleId, body: { userId, startsAt, endsAt } });
  }

  removeOverride(scheduleId: string, overrideId: string): Promise<Schedule> {
    return this.api.invoke(removeOverride, { scheduleId, overrideId });
  }
}
