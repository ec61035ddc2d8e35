import {
  ChangeDetectionStrategy,
  Component,
  computed,
  inject,
  input,
  linkedSignal,
  signal,
} from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { Avatar } from '../design/avatar';
import { EmptyState } from '../design/empty-state';
import { Glow } from '../design/glow';
import { BarryIcon } from '../design/icon';
import { Keys } from '../design/keys';
import { ProblemNote } from '../design/problem-note';
import { Rows } from '../design/rows';
import { SEVERITIES } from '../design/severity';
import { SeverityMark } from '../design/severity-mark';
import { Skeleton } from '../design/skeleton';
import { StatusMark } from '../design/status-mark';
import { steadyOrder } from '../design/steady-order';
import { Texts } from '../design/text/texts';
import { TimeAgo } from '../design/time/time-ago';
import type { Incident } from '../generated/api/models';
import { Commands } from '../session/commands';
import { Directory } from '../session/directory';
import { liveQuery } from '../session/live-query';
import { PageTop } from '../session/page-top';
import { Session } from '../session/session';
import { filterOf, INCIDENT_STATUSES } from './incident-filter';
import { IncidentsApi } from './incidents-api';

@Component({
  selector: 'barry-incident-list',
  imports: [
    Avatar,
    BarryIcon,
    EmptyState,
    Glow,
    PageTop,
    ProblemNote,
    RouterLink,
    Rows,
    SeverityMark,
    Skeleton,
    StatusMark,
    TimeAgo,
  ],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'main' },
  templateUrl: './incident-list.html',
})
export class IncidentList {
  readonly q = input<string>();
  readonly status = input<string>();
  readonly severity = input<string>();
  readonly team = input<string>();
  readonly person = input<string>();

  private readonly api = inject(IncidentsApi);
  private readonly router = inject(Router);
  protected readonly commands = inject(Commands);
  protected readonly session = inject(Session);
  protected readonly directory = inject(Directory);
  protected readonly texts = inject(Texts);
  protected readonly t = this.texts.t;
  protected readonly severities = SEVERITIES;
  protected readonly statuses = INCIDENT_STATUSES;
  protected readonly held = signal(false);

  private readonly filter = computed(() =>
    filterOf({
      q: this.q(),
      status: this.status(),
      severity: this.severity(),
      team: this.team(),
      person: this.person(),
    }),
  );
  protected readonly query = liveQuery({
    params: this.filter,
    load: (filter) => this.api.list(filter),
    when: (event) => event.kind.startsWith('incident'),
  });
  protected readonly older = linkedSignal<unknown, readonly Incident[]>({
    source: this.filter,
    computation: () => [],
  });
  protected readonly nextToken = linkedSignal<unknown, string | undefined>({
    source: this.filter,
    computation: () => undefined,
  });
  private order: readonly string[] = [];
  private shownFor: unknown;
  protected readonly shown = computed(() => {
    const rows = this.query.value()?.incidents ?? [];
    const held = this.held() && this.shownFor === this.filter();
    this.shownFor = this.filter();
    const next = steadyOrder(this.order, rows, (incident) => incident.incidentId, held);
    this.order = next.rows.map((incident) => incident.incidentId);
    return next;
  });
  protected readonly views = computed(() => [
    { name: this.t('incidents.viewOpen'), params: {}, on: this.isView(undefined, undefined) },
    ...this.session
      .teams()
      .slice(0, 3)
      .map((team) => ({
        name: team.name,
        params: { team: team.teamId },
        on: this.team() === team.teamId && this.status() === undefined && this.person() === undefined,
      })),
    {
      name: this.t('incidents.viewMine'),
      params: { person: this.session.user()?.userId, status: 'all' },
      on: this.person() === this.session.user()?.userId,
    },
    {
      name: this.t('incidents.viewResolved'),
      params: { status: 'resolved' },
      on: this.isView('resolved', undefined),
    },
    { name: this.t('incidents.viewAll'), params: { status: 'all' }, on: this.isView('all', undefined) },
  ]);
  protected readonly narrowed = computed(
    () => this.q() !== undefined || this.severity() !== undefined || this.team() !== undefined,
  );

  constructor() {
    this.directory.start();
    inject(Keys).bind(
      { keys: '/', says: 'keys.search', run: () => document.getElementById('incident-search')?.focus() },
      { keys: 'c', says: 'keys.newIncident', run: () => this.commands.newIncident.next({}) },
    );
  }

  protected set(change: Record<string, string | undefined>): void {
    void this.router.navigate([], { queryParams: change, queryParamsHandling: 'merge', replaceUrl: true });
  }

  protected text(event: Event): string {
    return (event.target as HTMLInputElement | HTMLSelectElement).value;
  }

  protected async more(token: string): Promise<void> {
    const page = await this.api.list(this.filter(), token);
    this.older.update((all) => [...all, ...page.incidents]);
    this.nextToken.set(page.nextPageToken ?? '');
  }

  private isView(status: string | undefined, person: string | undefined): boolean {
    return (
      this.status() === status &&
      this.person() === person &&
      this.team() === undefined &&
      this.severity() === undefined
    );
  }
}
