import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core';
import { FormsModule } from '@angular/forms';
import { ProblemNote } from '../design/problem-note';
import { Skeleton } from '../design/skeleton';
import { Texts } from '../design/text/texts';
import { Clock } from '../design/time/clock';
import type { DirectoryGroup, TeamRole } from '../generated/api/models';
import { TEAM_ROLE } from '../generated/api/models/team-role-array';
import { Directory } from '../session/directory';
import { liveQuery } from '../session/live-query';
import { type Problem, toProblem } from '../session/problem';
import { SsoApi } from './sso-api';

/** What groups that a directory has sent (SCIM) give: the members of one become members of a team. */
@Component({
  selector: 'barry-directory-groups',
  imports: [FormsModule, ProblemNote, Skeleton],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'contents' },
  template: `
    <section class="set">
      <h2>{{ t('scim.title') }}</h2>
      <p class="t2">{{ t('scim.lead') }}</p>
      @if (query.value(); as groups) {
        <ul class="set-list">
          @for (group of groups; track group.groupId) {
            <li>
              <span>
                {{ group.name }}
                <small class="t3" [title]="clock.full(group.changedAt)">{{
                  texts.count('scim.members', group.members)
                }}</small>
              </span>
              <span class="r">
                <select
                  class="quiet-select"
                  [attr.aria-label]="t('scim.teamOf', { group: group.name })"
                  [name]="'team-' + group.groupId"
                  [ngModel]="group.teamId ?? ''"
                  (ngModelChange)="give(group, $event, group.role ?? 'responder')"
                >
                  <option value="">{{ t('scim.noTeam') }}</option>
                  @for (team of directory.teams(); track team.teamId) {
                    <option [value]="team.teamId">{{ team.name }}</option>
                  }
                </select>
                @if (group.teamId; as teamId) {
                  <select
                    class="quiet-select"
                    [attr.aria-label]="t('scim.roleOf', { group: group.name })"
                    [name]="'role-' + group.groupId"
                    [ngModel]="group.role ?? 'responder'"
                    (ngModelChange)="give(group, teamId, $event)"
                  >
                    @for (role of roles; track role) {
                      <option [value]="role">{{ texts.word('teamRole', role) }}</option>
                    }
                  </select>
                }
              </span>
            </li>
          } @empty {
            <li class="t3">{{ t('scim.none') }}</li>
          }
        </ul>
      } @else if (query.problem()) {
        <barry-problem [failure]="query.problem()!" [retry]="true" (again)="query.refresh()" />
      } @else {
        <barry-skeleton [rows]="2" />
      }
      @if (problem(); as failure) {
        <barry-problem [failure]="failure" />
      }
      @if (said(); as done) {
        <p role="status">{{ done }}</p>
      }
      @for (warning of warnings(); track warning) {
        <p class="problem">{{ warning }}</p>
      }
    </section>
  `,
})
export class DirectoryGroups {
  private readonly api = inject(SsoApi);
  protected readonly directory = inject(Directory);
  protected readonly clock = inject(Clock);
  protected readonly texts = inject(Texts);
  protected readonly t = this.texts.t;
  protected readonly roles = TEAM_ROLE;
  protected readonly query = liveQuery({ params: () => '', load: () => this.api.groups() });
  protected readonly problem = signal<Problem | undefined>(undefined);
  private readonly changed = signal<DirectoryGroup | undefined>(undefined);
  protected readonly warnings = computed(() => this.changed()?.warnings ?? []);
  protected readonly said = computed(() => {
    const group = this.changed();
    if (!group) return undefined;
    const team = this.directory.team(group.teamId)?.name;
    return team === undefined
      ? this.t('scim.gaveNothing', { group: group.name })
      : this.t('scim.gave', { group: group.name, team, role: this.texts.word('teamRole', group.role ?? '') });
  });

  constructor() {
    this.directory.start();
  }

  protected async give(group: DirectoryGroup, teamId: string, role: TeamRole): Promise<void> {
    this.problem.set(undefined);
    this.changed.set(undefined);
    try {
      this.changed.set(await this.api.give(group.groupId, teamId === '' ? undefined : { teamId, role }));
    } catch (error) {
      this.problem.set(toProblem(error));
    }
    await this.query.again();
  }
}
