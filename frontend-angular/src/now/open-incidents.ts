import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Avatar } from '../design/avatar';
import { Glow } from '../design/glow';
import { ProblemNote } from '../design/problem-note';
import { SeverityMark } from '../design/severity-mark';
import { Skeleton } from '../design/skeleton';
import { StatusMark } from '../design/status-mark';
import { steadyOrder } from '../design/steady-order';
import { Texts } from '../design/text/texts';
import { TimeAgo } from '../design/time/time-ago';
import { liveQuery } from '../session/live-query';
import { Session } from '../session/session';
import { NowApi } from './now-api';

@Component({
  selector: 'barry-open-incidents',
  imports: [Avatar, Glow, ProblemNote, RouterLink, SeverityMark, Skeleton, StatusMark, TimeAgo],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <div class="sec">
      <h2>{{ mine() ? t('now.incidentsMine') : t('now.incidentsAll') }}</h2>
      <span class="n">{{ shown().rows.length }}</span>
      <div class="r" aria-hidden="true"><kbd>G</kbd><kbd>I</kbd></div>
    </div>
    @if (query.problem(); as failure) {
      <barry-problem [failure]="failure" [retry]="true" (again)="query.refresh()" />
    }
    @if (query.value() === undefined) {
      <barry-skeleton />
    } @else if (shown().rows.length === 0) {
      <p class="none">{{ t('now.noIncidents') }}</p>
    } @else {
      <table class="now-incidents">
        <thead>
          <tr>
            <th class="c-sev">
              <span class="vh">{{ t('severity.title') }}</span>
            </th>
            <th class="c-id">{{ t('incidents.id') }}</th>
            <th>{{ t('incidents.titleHead') }}</th>
            <th class="c-status">{{ t('incidents.status') }}</th>
            <th class="c-team">{{ t('incidents.team') }}</th>
            <th class="c-who">{{ t('incidents.working') }}</th>
            <th class="num c-for">{{ t('incidents.openFor') }}</th>
            <th class="num c-last">{{ t('incidents.lastWord') }}</th>
          </tr>
        </thead>
        <tbody>
          @for (incident of shown().rows; track incident.incidentId) {
            <tr [barryGlow]="incident.version + incident.lastWordAt">
              <td><barry-severity [level]="incident.severity" /></td>
              <td class="id">{{ 'INC-' + incident.number }}</td>
              <td>
                <a
                  class="row-link"
                  data-row
                  [routerLink]="['/incidents', incident.incidentId]"
                  [title]="incident.title"
                  >{{ incident.title }}</a
                >
              </td>
              <td><barry-status [status]="incident.status === 'closed' ? 'resolved' : incident.status" /></td>
              <td>
                <span class="who">
                  <barry-avatar [id]="incident.teamId" [name]="incident.teamName" kind="team" [size]="18" />
                  <span>{{ incident.teamName }}</span>
                </span>
              </td>
              <td>
                <span class="avs">
                  @for (person of incident.responders.slice(0, 3); track person.userId) {
                    <barry-avatar [id]="person.userId" [name]="person.name" [label]="true" />
                  }
                  @if (incident.responders.length > 3) {
                    <span class="n">+{{ incident.responders.length - 3 }}</span>
                  }
                </span>
              </td>
              <td class="num"><barry-ago [at]="incident.startedAt" form="since" /></td>
              <td class="num t3"><barry-ago [at]="incident.lastWordAt" /></td>
            </tr>
          }
        </tbody>
      </table>
      @if (shown().waiting > 0) {
        <p class="waiting" role="status">{{ texts.count('common.waiting', shown().waiting) }}</p>
      }
    }
  `,
})
export class OpenIncidents {
  readonly mine = input.required<boolean>();
  readonly held = input(false);
  private readonly api = inject(NowApi);
  private readonly session = inject(Session);
  protected readonly texts = inject(Texts);
  protected readonly t = this.texts.t;
  protected readonly query = liveQuery({
    params: () => 'open',
    load: this.api.openIncidents,
    when: (event) => event.kind.startsWith('incident'),
  });
  private order: readonly string[] = [];
  protected readonly shown = computed(() => {
    const teams = new Set(this.session.teams().map((team) => team.teamId));
    const me = this.session.user()?.userId;
    const rows = (this.query.value() ?? []).filter(
      (incident) =>
        !this.mine() ||
        teams.has(incident.teamId) ||
        incident.responders.some((person) => person.userId === me),
    );
    const next = steadyOrder(this.order, rows, (incident) => incident.incidentId, this.held());
    this.order = next.rows.map((incident) => incident.incidentId);
    return next;
  });
}
