import { ChangeDetectionStrategy, Component, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { BarryIcon } from '../design/icon';
import { ProblemNote } from '../design/problem-note';
import { Skeleton } from '../design/skeleton';
import { StatusMark } from '../design/status-mark';
import { Texts } from '../design/text/texts';
import { liveQuery } from '../session/live-query';
import { PageTop } from '../session/page-top';
import { NowApi } from './now-api';
import { RingingCard } from './ringing-card';

/** One escalation by its address, also long after it left the board: what Barry sends to people leads here. */
@Component({
  selector: 'barry-escalation-page',
  imports: [BarryIcon, PageTop, ProblemNote, RingingCard, RouterLink, Skeleton, StatusMark],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'main' },
  template: `
    <barry-top>
      <ng-container crumb>
        @if (query.value(); as run) {
          <h1>ESC-{{ run.number }}</h1>
          <barry-status [status]="run.status" />
        } @else {
          <h1>{{ t('title.escalation') }}</h1>
        }
      </ng-container>
      <ng-container acts>
        @if (query.value(); as run) {
          <a class="btn" [routerLink]="['/escalations', run.escalationId, 'why']"
            ><svg barryIcon="doc"></svg>{{ t('now.why') }}</a
          >
          @if (run.incidentId) {
            <a class="btn" [routerLink]="['/incidents', run.incidentId]"
              ><svg barryIcon="incidents"></svg>{{ t('now.toIncident') }}</a
            >
          } @else if (run.alertIds[0]; as alertId) {
            <a class="btn" routerLink="/alerts" [queryParams]="{ alert: alertId }"
              ><svg barryIcon="alerts"></svg>{{ t('engine.toAlert') }}</a
            >
          }
        }
      </ng-container>
    </barry-top>
    <main class="pane scroll">
      @if (query.problem(); as failure) {
        <barry-problem [failure]="failure" [retry]="failure.status !== 404" (again)="query.refresh()" />
      }
      @if (query.value(); as run) {
        <barry-ringing-card [escalation]="run" />
      } @else if (!query.problem()) {
        <barry-skeleton [rows]="4" />
      }
    </main>
  `,
})
export class EscalationPage {
  readonly escalationId = input.required<string>();
  private readonly api = inject(NowApi);
  protected readonly t = inject(Texts).t;
  protected readonly query = liveQuery({
    params: this.escalationId,
    load: (escalationId) => this.api.escalation(escalationId),
    when: (event, escalationId) => event.escalationId === escalationId,
  });
}
