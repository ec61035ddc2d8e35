import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core';
import { FormsModule } from '@angular/forms';
import { Router, RouterLink } from '@angular/router';
import { Avatar } from '../design/avatar';
import { EmptyState } from '../design/empty-state';
import { ProblemNote } from '../design/problem-note';
import { Rows } from '../design/rows';
import { Texts } from '../design/text/texts';
import { Directory } from '../session/directory';
import { PageTop } from '../session/page-top';
import { type Problem, toProblem } from '../session/problem';
import { Session } from '../session/session';
import { slugOf } from './slug';
import { TeamsApi } from './teams-api';

@Component({
  selector: 'barry-team-list',
  imports: [Avatar, EmptyState, FormsModule, PageTop, ProblemNote, RouterLink, Rows],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'main' },
  template: `
    <barry-top>
      <ng-container crumb
        ><h1>{{ t('nav.allTeams') }}</h1></ng-container
      >
    </barry-top>
    <main class="pane scroll" barryRows>
      @if (session.can('teams.create')) {
        <form class="line-form" (ngSubmit)="create()">
          <label class="field">
            <span>{{ t('teams.newName') }}</span>
            <input name="name" maxlength="100" [(ngModel)]="name" />
          </label>
          <label class="field">
            <span>{{ t('teams.slug') }}</span>
            <input
              name="slug"
              class="mono"
              maxlength="64"
              [ngModel]="shownSlug()"
              (ngModelChange)="slug.set($event)"
            />
          </label>
          <button type="submit" class="btn pri" [disabled]="name().trim() === ''">
            {{ t('teams.create') }}
          </button>
        </form>
        @if (problem(); as failure) {
          <barry-problem [failure]="failure" />
        }
      }
      <table class="teams">
        <thead>
          <tr>
            <th>{{ t('incidents.team') }}</th>
            <th>{{ t('teams.members') }}</th>
            <th>{{ t('teams.description') }}</th>
          </tr>
        </thead>
        <tbody>
          @for (team of directory.teams(); track team.teamId) {
            <tr>
              <td>
                <a class="row-link who" data-row [routerLink]="['/teams', team.teamId]">
                  <barry-avatar [id]="team.teamId" [name]="team.name" kind="team" [size]="18" />{{
                    team.name
                  }}
                </a>
              </td>
              <td>
                <span class="avs">
                  @for (member of team.members.slice(0, 8); track member.userId) {
                    <barry-avatar [id]="member.userId" [name]="member.name" [label]="true" />
                  }
                  @if (team.members.length > 8) {
                    <span class="n">+{{ team.members.length - 8 }}</span>
                  }
                </span>
              </td>
              <td class="t2">{{ team.description }}</td>
            </tr>
          } @empty {
            <tr>
              <td colspan="3"><barry-empty [text]="t('teams.empty')" sticker="on-my-way" /></td>
            </tr>
          }
        </tbody>
      </table>
    </main>
  `,
})
export class TeamList {
  private readonly api = inject(TeamsApi);
  private readonly router = inject(Router);
  protected readonly directory = inject(Directory);
  protected readonly session = inject(Session);
  protected readonly t = inject(Texts).t;
  protected readonly name = signal('');
  protected readonly slug = signal('');
  protected readonly problem = signal<Problem | undefined>(undefined);
  protected readonly shownSlug = computed(() => this.slug() || slugOf(this.name()));

  constructor() {
    this.directory.start();
  }

  protected async create(): Promise<void> {
    this.problem.set(undefined);
    try {
      const team = await this.api.createTeam(this.name().trim(), this.shownSlug());
      await this.directory.load();
      await this.router.navigate(['/teams', team.teamId]);
    } catch (error) {
      this.problem.set(toProblem(error));
    }
  }
}
