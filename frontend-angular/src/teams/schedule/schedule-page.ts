import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Avatar } from '../../design/avatar';
import { EmptyState } from '../../design/empty-state';
import { ProblemNote } from '../../design/problem-note';
import { Skeleton } from '../../design/skeleton';
import { Texts } from '../../design/text/texts';
import { Directory } from '../../session/directory';
import { liveQuery } from '../../session/live-query';
import { PageTop } from '../../session/page-top';
import { Session } from '../../session/session';
import { TeamsApi } from '../teams-api';
import { NewSchedule } from './new-schedule';
import { ScheduleView } from './schedule-view';

/** The team's schedules: one weekly rotation each, with overrides. */
@Component({
  selector: 'barry-schedule-page',
  imports: [Avatar, EmptyState, NewSchedule, PageTop, ProblemNote, RouterLink, ScheduleView, Skeleton],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'main' },
  template: `
    <barry-top [wish]="{ teamId: teamId() }">
      <ng-container crumb>
        @if (directory.team(teamId()); as team) {
          <barry-avatar [id]="team.teamId" [name]="team.name" kind="team" />
          <a [routerLink]="['/teams', team.teamId]">{{ team.name }}</a><span class="sep" aria-hidden="true"
            >/</span
          >
        }
        <h1>{{ t('title.schedule') }}</h1>
      </ng-container>
    </barry-top>
    <main class="pane scroll">
      @if (query.problem(); as failure) {
        <barry-problem [failure]="failure" [retry]="true" (again)="query.refresh()" />
      }
      @if (query.value(); as schedules) {
        @for (schedule of schedules; track schedule.scheduleId) {
          <barry-schedule-view
            [schedule]="schedule"
            [mayEdit]="mayEdit()"
            [mayOverride]="mayOverride()"
            (changed)="query.refresh()"
          />
        } @empty {
          <barry-empty [text]="t('now.noSchedule')" sticker="on-my-way" />
        }
        @if (mayEdit()) {
          <barry-new-schedule
            [teamId]="teamId()"
            [first]="schedules.length === 0"
            (created)="query.refresh()"
          />
        }
      } @else if (!query.problem()) {
        <barry-skeleton [rows]="6" />
      }
    </main>
  `,
})
export class SchedulePage {
  readonly teamId = input.required<string>();
  private readonly api = inject(TeamsApi);
  private readonly session = inject(Session);
  protected readonly directory = inject(Directory);
  protected readonly t = inject(Texts).t;
  protected readonly mayEdit = computed(() => this.session.owns(this.teamId()));
  protected readonly mayOverride = computed(() => this.session.responds(this.teamId()));
  protected readonly query = liveQuery({
    params: this.teamId,
    load: (id) => this.api.schedules(id),
    when: (event) => event.kind.startsWith('schedule'),
  });

  constructor() {
    this.directory.start();
  }
}
