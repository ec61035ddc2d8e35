import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Avatar } from '../design/avatar';
import { EmptyState } from '../design/empty-state';
import { Glow } from '../design/glow';
import { BarryIcon } from '../design/icon';
import { ProblemNote } from '../design/problem-note';
import { Rows } from '../design/rows';
import { Skeleton } from '../design/skeleton';
import { Texts } from '../design/text/texts';
import { TimeAgo } from '../design/time/time-ago';
import { Directory } from '../session/directory';
import { liveQuery } from '../session/live-query';
import { PageTop } from '../session/page-top';
import { IntegrationsApi } from './integrations-api';
import { RefusedPlugins } from './refused-plugins';

@Component({
  selector: 'barry-integration-list',
  imports: [
    Avatar,
    BarryIcon,
    EmptyState,
    Glow,
    PageTop,
    ProblemNote,
    RefusedPlugins,
    RouterLink,
    Rows,
    Skeleton,
    TimeAgo,
  ],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'main' },
  template: `
    <barry-top>
      <ng-container crumb
        ><h1>{{ t('nav.integrations') }}</h1></ng-container
      >
      <ng-container acts>
        <a class="btn" routerLink="/integrations/heartbeats"
          ><svg barryIcon="clock"></svg>{{ t('title.heartbeats') }}</a
        >
        <a class="btn pri" routerLink="/integrations/new"
          ><svg barryIcon="plus"></svg>{{ t('integrations.add') }}</a
        >
      </ng-container>
    </barry-top>
    <main class="pane scroll" barryRows>
      <barry-refused-plugins />
      @if (query.problem(); as failure) {
        <barry-problem [failure]="failure" [retry]="true" (again)="query.refresh()" />
      }
      @if (query.value(); as list) {
        @if (list.length === 0) {
          <barry-empty [text]="t('integrations.empty')" sticker="found-it">
            <a class="btn pri" routerLink="/integrations/new">{{ t('integrations.add') }}</a>
          </barry-empty>
        } @else {
          <table class="integrations">
            <thead>
              <tr>
                <th>{{ t('teams.name') }}</th>
                <th>{{ t('integrations.source') }}</th>
                <th>{{ t('incidents.team') }}</th>
                <th>{{ t('integrations.mode') }}</th>
                <th class="num">{{ t('integrations.deliveries') }}</th>
                <th class="num">{{ t('integrations.last') }}</th>
                <th>{{ t('integrations.problem') }}</th>
              </tr>
            </thead>
            <tbody>
              @for (one of list; track one.integrationId) {
                <tr [barryGlow]="one.deliveryCount">
                  <td>
                    <a class="row-link" data-row [routerLink]="['/integrations', one.integrationId]">{{
                      one.name
                    }}</a>
                  </td>
                  <td class="t2">{{ one.source }}</td>
                  <td>
                    @if (directory.team(one.teamId); as team) {
                      <span class="who"
                        ><barry-avatar
                          [id]="team.teamId"
                          [name]="team.name"
                          kind="team"
                          [size]="18"
                        /><span>{{ team.name }}</span></span
                      >
                    }
                  </td>
                  <td>
                    <span
                      class="pill"
                      [class]="one.mode === 'live' ? 'ok' : one.mode === 'shadow' ? 'warn' : 'no'"
                      >{{ texts.word('mode', one.mode) }}</span
                    >
                    @if (one.silentSince) {
                      <span class="pill bad"
                        >{{ t('signs.silentSince') }} <barry-ago [at]="one.silentSince" form="short"
                      /></span>
                    }
                  </td>
                  <td class="num">{{ texts.number(one.deliveryCount) }}</td>
                  <td class="num t2">
                    @if (one.lastDeliveryAt) {
                      <barry-ago [at]="one.lastDeliveryAt" />
                    } @else {
                      {{ t('integrations.never') }}
                    }
                  </td>
                  <td class="t2" [title]="one.lastProblem ?? ''">{{ one.lastProblem ?? '' }}</td>
                </tr>
              }
            </tbody>
          </table>
        }
      } @else if (!query.problem()) {
        <barry-skeleton [rows]="6" />
      }
    </main>
  `,
})
export class IntegrationList {
  private readonly api = inject(IntegrationsApi);
  protected readonly directory = inject(Directory);
  protected readonly texts = inject(Texts);
  protected readonly t = this.texts.t;
  protected readonly query = liveQuery({
    params: () => 'all',
    load: this.api.list,
    when: (event) => /^(integration|delivery|alert)\b/.test(event.kind),
  });

  constructor() {
    this.directory.start();
  }
}
