import { ChangeDetectionStrategy, Component, computed, inject, input, signal } from '@angular/core';
import { FormsModule } from '@angular/forms';
import { RouterLink } from '@angular/router';
import { Avatar } from '../design/avatar';
import { BarryIcon } from '../design/icon';
import { ProblemNote, problemText } from '../design/problem-note';
import { Skeleton } from '../design/skeleton';
import { Texts } from '../design/text/texts';
import { Clock } from '../design/time/clock';
import { Toasts } from '../design/toasts';
import type { TeamRole } from '../generated/api/models';
import { Directory } from '../session/directory';
import { liveQuery } from '../session/live-query';
import { PageTop } from '../session/page-top';
import { toProblem } from '../session/problem';
import { ServiceMark } from '../session/service-mark';
import { Session } from '../session/session';
import { slugOf } from './slug';
import { TeamRooms } from './team-rooms';
import { TeamsApi } from './teams-api';

const ROLES: readonly TeamRole[] = ['owner', 'responder', 'observer'];

/** A team: who is in it, how it is called, what it owns. */
@Component({
  selector: 'barry-team-page',
  imports: [
    Avatar,
    BarryIcon,
    FormsModule,
    PageTop,
    ProblemNote,
    RouterLink,
    ServiceMark,
    Skeleton,
    TeamRooms,
  ],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'main' },
  templateUrl: './team-page.html',
})
export class TeamPage {
  readonly teamId = input.required<string>();
  private readonly api = inject(TeamsApi);
  private readonly toasts = inject(Toasts);
  private readonly session = inject(Session);
  protected readonly clock = inject(Clock);
  protected readonly directory = inject(Directory);
  protected readonly texts = inject(Texts);
  protected readonly t = this.texts.t;
  protected readonly roles = ROLES;
  protected readonly newMember = signal('');
  protected readonly newRole = signal<TeamRole>('responder');
  protected readonly newService = signal('');

  protected readonly team = liveQuery({
    params: this.teamId,
    load: (id) => this.api.team(id),
    when: (event) => /^(team|member|user)/.test(event.kind),
  });
  protected readonly policies = liveQuery({
    params: this.teamId,
    load: (id) => this.api.policies(id),
    when: (event) => event.kind.startsWith('policy'),
  });
  protected readonly services = liveQuery({
    params: this.teamId,
    load: (id) => this.api.services(id),
    when: (event) => event.kind.startsWith('service'),
  });
  protected readonly duties = liveQuery({
    params: this.teamId,
    load: (id) => this.api.duties(id),
    when: (event) => event.kind.startsWith('schedule'),
  });
  protected readonly integrations = liveQuery({
    params: this.teamId,
    load: (id) => this.api.integrations(id),
    when: (event) => event.kind.startsWith('integration'),
  });
  protected readonly owner = computed(() => this.session.owns(this.teamId()));
  protected readonly candidates = computed(() => {
    const members = new Set(this.team.value()?.members.map((member) => member.userId));
    return this.directory.users().filter((user) => !members.has(user.userId) && !user.disabled);
  });

  constructor() {
    this.directory.start();
  }

  protected role(event: Event): TeamRole {
    const word = (event.target as HTMLSelectElement).value;
    return ROLES.find((role) => role === word) ?? 'observer';
  }

  protected setRole(userId: string, role: TeamRole): Promise<void> {
    return this.act(() => this.api.setMember(this.teamId(), userId, role));
  }

  protected removeMember(userId: string): Promise<void> {
    const before = this.team.value()?.members.find((member) => member.userId === userId);
    return this.act(async () => {
      await this.api.removeMember(this.teamId(), userId);
      if (before === undefined) return;
      this.toasts.tell(
        this.t('teams.removed', { name: before.name }),
        () => void this.setRole(userId, before.role),
      );
    });
  }

  protected addMember(): Promise<void> {
    const userId = this.newMember();
    if (userId === '') return Promise.resolve();
    return this.act(async () => {
      await this.api.setMember(this.teamId(), userId, this.newRole());
      this.newMember.set('');
    });
  }

  protected addService(): Promise<void> {
    const name = this.newService().trim();
    if (name === '') return Promise.resolve();
    return this.act(async () => {
      await this.api.createService(
        this.teamId(),
        name,
        slugOf(name) || `service-${this.services.value()?.length ?? 0}`,
      );
      this.newService.set('');
    });
  }

  protected removeService(serviceId: string): Promise<void> {
    return this.act(() => this.api.deleteService(serviceId));
  }

  private async act(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.toasts.fail(problemText(toProblem(error), this.texts));
    }
    this.team.refresh();
    this.services.refresh();
    void this.directory.load();
  }
}
