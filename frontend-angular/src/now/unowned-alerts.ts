import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Glow } from '../design/glow';
import { ProblemNote } from '../design/problem-note';
import { SeverityMark } from '../design/severity-mark';
import { Texts } from '../design/text/texts';
import { TimeAgo } from '../design/time/time-ago';
import type { Alert } from '../generated/api/models';
import { Commands } from '../session/commands';
import { liveQuery } from '../session/live-query';
import { Session } from '../session/session';
import { SuppressedNote } from '../session/suppressed-note';
import { suppressionOf } from '../session/suppression';
import { NowApi } from './now-api';

/** Firing alerts that ring nobody, are nobody's and in no incident; with the reason. */
@Component({
  selector: 'barry-unowned-alerts',
  imports: [Glow, ProblemNote, RouterLink, SeverityMark, SuppressedNote, TimeAgo],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @if (query.problem(); as failure) {
      <barry-problem [failure]="failure" [retry]="true" (again)="query.refresh()" />
    }
    @if (shown().length > 0) {
      <div class="sec">
        <h2>{{ t('now.unowned') }}</h2>
        <span class="n">{{ shown().length }}</span>
        <div class="r" aria-hidden="true"><kbd>G</kbd><kbd>A</kbd></div>
      </div>
      <table class="now-alerts">
        <thead>
          <tr>
            <th class="c-sev">
              <span class="vh">{{ t('severity.title') }}</span>
            </th>
            <th>{{ t('alerts.alert') }}</th>
            <th class="c-service">{{ t('alerts.service') }}</th>
            <th class="c-from">{{ t('alerts.from') }}</th>
            <th class="num c-times">{{ t('alerts.times') }}</th>
            <th class="num c-since">{{ t('alerts.since') }}</th>
            <th class="c-why">{{ t('now.whyNobody') }}</th>
            <th class="c-act">
              <span class="vh">{{ t('common.actions') }}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          @for (alert of shown(); track alert.alertId) {
            <tr [barryGlow]="alert.count">
              <td><barry-severity [level]="alert.severity" /></td>
              <td>
                <a
                  class="row-link"
                  data-row
                  routerLink="/alerts"
                  [queryParams]="{ alert: alert.alertId }"
                  [title]="alert.title"
                  >{{ alert.title }}</a
                >
              </td>
              <td class="t2">{{ alert.service ?? '' }}</td>
              <td class="t2">{{ alert.integrationName }}</td>
              <td class="num">{{ alert.count }}</td>
              <td class="num"><barry-ago [at]="alert.startedAt" form="since" /></td>
              <td class="t2">
                @if (isQuiet(alert)) {
                  <barry-suppressed [alert]="alert" />
                } @else {
                  {{ why(alert) }}
                }
              </td>
              <td class="num">
                <button type="button" class="btn sm" (click)="escalate(alert)">
                  {{ t('shell.escalate') }}
                </button>
              </td>
            </tr>
          }
        </tbody>
      </table>
    }
  `,
})
export class UnownedAlerts {
  readonly mine = input.required<boolean>();
  private readonly api = inject(NowApi);
  private readonly session = inject(Session);
  private readonly commands = inject(Commands);
  private readonly texts = inject(Texts);
  protected readonly t = this.texts.t;
  protected readonly query = liveQuery({
    params: () => 'unowned',
    load: this.api.unownedAlerts,
    when: (event) => /^(alert|escalation|incident)\b/.test(event.kind),
  });
  protected readonly shown = computed(() => {
    const teams = new Set(this.session.teams().map((team) => team.teamId));
    return (this.query.value() ?? []).filter(
      (alert) =>
        !this.mine() || alert.routes.length === 0 || alert.routes.some((route) => teams.has(route.teamId)),
    );
  });

  protected isQuiet(alert: Alert): boolean {
    return suppressionOf(alert) !== undefined;
  }

  protected why(alert: Alert): string {
    const reason = alert.routes.find((route) => route.reason !== undefined)?.reason;
    if (reason !== undefined) return this.texts.word('noRing', reason);
    return alert.routes.length === 0 ? this.t('now.noRoute') : this.t('now.overAlready');
  }

  protected escalate(alert: Alert): void {
    const teamId = alert.routes[0]?.teamId;
    this.commands.escalate.next({
      title: alert.title,
      severity: alert.severity,
      ...(teamId === undefined ? {} : { teamId }),
    });
  }
}
