import { ChangeDetectionStrategy, Component, computed, inject, input, linkedSignal } from '@angular/core';
import { Router } from '@angular/router';
import { EmptyState } from '../design/empty-state';
import { ProblemNote } from '../design/problem-note';
import { Rows } from '../design/rows';
import { Skeleton } from '../design/skeleton';
import { Texts } from '../design/text/texts';
import { Clock } from '../design/time/clock';
import type { Event as NewsEvent } from '../generated/api/models';
import { Directory } from '../session/directory';
import { EventLine } from '../session/event-line';
import { liveQuery } from '../session/live-query';
import { PageTop } from '../session/page-top';
import { Session } from '../session/session';
import { TimelineApi } from './timeline-api';

/** Events in order: of my teams, one team, or one person's teams; live. */
@Component({
  selector: 'barry-timeline-page',
  imports: [EmptyState, EventLine, PageTop, ProblemNote, Rows, Skeleton],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'main' },
  template: `
    <barry-top>
      <ng-container crumb
        ><h1>{{ t('nav.timeline') }}</h1></ng-container
      >
      <ng-container acts>
        <label class="chip-select">
          <span>{{ t('timeline.of') }}</span>
          <select (change)="choose($event)">
            <option value="" [selected]="!team() && !user()">{{ t('timeline.mine') }}</option>
            <option value="all" [selected]="team() === 'all'">{{ t('timeline.all') }}</option>
            @for (one of directory.teams(); track one.teamId) {
              <option [value]="one.teamId" [selected]="team() === one.teamId">{{ one.name }}</option>
            }
          </select>
        </label>
      </ng-container>
    </barry-top>
    <main class="pane scroll" barryRows>
      @if (query.problem(); as failure) {
        <barry-problem [failure]="failure" [retry]="true" (again)="query.refresh()" />
      }
      @if (query.value() === undefined && !query.problem()) {
        <barry-skeleton [rows]="10" />
      }
      @for (day of days(); track day.name) {
        <h2 class="day">{{ day.name }}</h2>
        <ul class="event-list">
          @for (event of day.events; track event.position) {
            <li><barry-event-line [event]="event" /></li>
          }
        </ul>
      } @empty {
        @if (query.value()) {
          <barry-empty [text]="t('timeline.empty')" sticker="good-night" />
        }
      }
      @if (nextToken() ?? query.value()?.nextPageToken; as token) {
        <p class="more">
          <button type="button" class="btn" (click)="more(token)">{{ t('common.more') }}</button>
        </p>
      }
    </main>
  `,
})
export class TimelinePage {
  readonly team = input<string>();
  readonly user = input<string>();
  private readonly api = inject(TimelineApi);
  private readonly session = inject(Session);
  private readonly router = inject(Router);
  private readonly clock = inject(Clock);
  private readonly texts = inject(Texts);
  protected readonly directory = inject(Directory);
  protected readonly t = this.texts.t;
  private readonly of = computed(() => {
    const team = this.team();
    if (team === 'all') return {};
    if (team !== undefined) return { teamId: team };
    const userId = this.user() ?? this.session.user()?.userId;
    return userId === undefined ? {} : { userId };
  });
  protected readonly query = liveQuery({
    params: this.of,
    load: (of) => this.api.list(of),
    when: () => true,
  });
  private readonly older = linkedSignal<unknown, readonly NewsEvent[]>({
    source: this.of,
    computation: () => [],
  });
  protected readonly nextToken = linkedSignal<unknown, string | undefined>({
    source: this.of,
    computation: () => undefined,
  });
  protected readonly days = computed(() => {
    const format = new Intl.DateTimeFormat(this.texts.language() === 'ja' ? 'ja' : 'en-GB', {
      weekday: 'long',
      day: 'numeric',
      month: 'long',
      timeZone: this.clock.timeZone(),
    });
    const days = new Map<string, NewsEvent[]>();
    for (const event of [...(this.query.value()?.events ?? []), ...this.older()]) {
      const name = format.format(Date.parse(event.at));
      days.set(name, [...(days.get(name) ?? []), event]);
    }
    return [...days].map(([name, events]) => ({ name, events }));
  });

  protected choose(event: Event): void {
    const team = (event.target as HTMLSelectElement).value || undefined;
    void this.router.navigate([], { queryParams: { team, user: undefined }, replaceUrl: true });
  }

  protected async more(token: string): Promise<void> {
    const page = await this.api.list(this.of(), token);
    this.older.update((all) => [...all, ...page.events]);
    this.nextToken.set(page.nextPageToken ?? '');
  }
}
