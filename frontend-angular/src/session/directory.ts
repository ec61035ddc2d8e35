import { computed, inject, Injectable, signal } from '@angular/core';
import { Api } from '../generated/api/api';
import { listPolicies, listSchedules, listServices, listTeams, listUsers } from '../generated/api/functions';
import type { Policy, Schedule, Service, Team, User } from '../generated/api/models';
import { Live } from './live';

const WATCHED = /^(user|team|member|service|policy|schedule|organisation)\b/;

/** Names behind ids: people, teams, services, policies, schedules. Small lists, kept and refreshed by events. */
@Injectable({ providedIn: 'root' })
export class Directory {
  private readonly api = inject(Api);
  private readonly all = {
    users: signal<readonly User[]>([]),
    teams: signal<readonly Team[]>([]),
    services: signal<readonly Service[]>([]),
    policies: signal<readonly Policy[]>([]),
    schedules: signal<readonly Schedule[]>([]),
  };
  readonly users = this.all.users.asReadonly();
  readonly teams = this.all.teams.asReadonly();
  readonly services = this.all.services.asReadonly();
  readonly policies = this.all.policies.asReadonly();
  readonly schedules = this.all.schedules.asReadonly();
  private readonly byUser = computed(() => new Map(this.users().map((user) => [user.userId, user])));
  private readonly byTeam = computed(() => new Map(this.teams().map((team) => [team.teamId, team])));
  private started = false;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    const live = inject(Live);
    live.events.subscribe((event) => {
      if (this.started && WATCHED.test(event.kind)) this.soon();
    });
    live.gap.subscribe(() => {
      if (this.started) this.soon();
    });
  }

  /** Fetches once; call it where names are needed. */
  start(): void {
    if (this.started) return;
    this.started = true;
    void this.load();
  }

  user(id: string | undefined): User | undefined {
    return id === undefined ? undefined : this.byUser().get(id);
  }

  team(id: string | undefined): Team | undefined {
    return id === undefined ? undefined : this.byTeam().get(id);
  }

  service(id: string | undefined): Service | undefined {
    return this.services().find((service) => service.serviceId === id);
  }

  policy(id: string | undefined): Policy | undefined {
    return this.policies().find((policy) => policy.policyId === id);
  }

  schedule(id: string | undefined): Schedule | undefined {
    return this.schedules().find((schedule) => schedule.scheduleId === id);
  }

  async load(): Promise<void> {
    await Promise.allSettled([
      everyPage(async (token) => {
        const page = await this.api.invoke(listUsers, { pageSize: 200, ...token });
        return { rows: page.users, next: page.nextPageToken };
      }).then((users) => this.all.users.set(users)),
      everyPage(async (token) => {
        const page = await this.api.invoke(listTeams, { pageSize: 200, ...token });
        return { rows: page.teams, next: page.nextPageToken };
      }).then((teams) => this.all.teams.set(teams)),
      this.api.invoke(listServices, {}).then(({ services }) => this.all.services.set(services)),
      this.api.invoke(listPolicies, {}).then(({ policies }) => this.all.policies.set(policies)),
      this.api.invoke(listSchedules, {}).then(({ schedules }) => this.all.schedules.set(schedules)),
    ]);
  }

  private soon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.load(), 300);
  }
}

async function everyPage<T>(
  page: (token: { pageToken?: string }) => Promise<{ rows: readonly T[]; next: string | undefined }>,
): Promise<T[]> {
  const rows: T[] = [];
  let token: { pageToken?: string } = {};
  for (let pages = 0; pages < 50; pages++) {
    const answer = await page(token);
    rows.push(...answer.rows);
    if (answer.next === undefined) break;
    token = { pageToken: answer.next };
  }
  return rows;
}
