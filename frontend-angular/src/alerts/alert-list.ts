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
import { Clock } from '../design/time/clock';
import { TimeAgo } from '../design/time/time-ago';
import type { Alert } from '../generated/api/models';
import { Directory } from '../session/directory';
import { LiveBoard } from '../session/live-board';
import { liveQuery } from '../session/live-query';
import { PageTop } from '../session/page-top';
import { AlertDetail } from './alert-detail';
import { alertFilterOf, AXES, type Range, RANGES } from './alert-filter';
import { ownerOf } from './alert-owner';
import { AlertsApi } from './alerts-api';
import { Histogram } from './histogram';

@Component({
  selector: 'barry-alert-list',
  imports: [
    AlertDetail,
    BarryIcon,
    EmptyState,
    Glow,
    Histogram,
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
  templateUrl: './alert-list.html',
})
export class AlertList {
  readonly q = input<string>();
  readonly state = input<string>();
  readonly severity = input<string>();
  readonly team = input<string>();
  readonly range = input<string>();
  /** The opened alert. */
  readonly alert = input<string>();

  private readonly api = inject(AlertsApi);
  private readonly router = inject(Router);
  private readonly clock = inject(Clock);
  protected readonly board = inject(LiveBoard);
  protected readonly directory = inject(Directory);
  protected readonly texts = inject(Texts);
  protected readonly t = this.texts.t;
  protected readonly severities = SEVERITIES;
  protected readonly ranges = Object.keys(RANGES) as readonly Range[];
  protected readonly held = signal(false);

  private readonly filter = computed(() =>
    alertFilterOf({ q: this.q(), state: this.state(), severity: this.severity(), team: this.team() }),
  );
  protected readonly hours = computed<Range>(() => this.ranges.find((one) => one === this.range()) ?? '24h');
  protected readonly query = liveQuery({
    params: this.filter,
    load: (filter) => this.api.list(filter),
    when: (event) => /^(alert|escalation)\b/.test(event.kind),
  });
  protected readonly counts = liveQuery({
    params: () => ({
      hours: this.hours(),
      team: this.team(),
      minute: Math.floor(this.clock.now() / 300_000),
    }),
    load: ({ hours, team }) => {
      const { roundMs } = AXES[hours];
      const now = Math.ceil(this.clock.read() / roundMs) * roundMs;
      return this.api.counts(new Date(now - RANGES[hours]).toISOString(), new Date(now).toISOString(), team);
    },
    when: (event) => event.kind.startsWith('alert'),
  });
  protected readonly parts = computed(() => AXES[this.hours()].parts);
  protected readonly totals = computed(() =>
    SEVERITIES.map((severity) => ({
      severity,
      count: (this.counts.value()?.counts ?? []).reduce((sum, counts) => sum + counts[severity], 0),
    })),
  );
  protected readonly older = linkedSignal<unknown, readonly Alert[]>({
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
    const held = this.held() && this.shownFor === this.filter();
    this.shownFor = this.filter();
    const next = steadyOrder(this.order, this.query.value()?.alerts ?? [], (alert) => alert.alertId, held);
    this.order = next.rows.map((alert) => alert.alertId);
    return next;
  });
  protected readonly narrowed = computed(() => Object.keys(this.filter()).length > 0);

  constructor() {
    this.directory.start();
    inject(Keys).bind(
      { keys: '/', says: 'keys.search', run: () => document.getElementById('alert-search')?.focus() },
      { keys: 'Escape', says: 'keys.closeDetail', run: () => this.set({ alert: undefined }) },
    );
  }

  protected owner(alert: Alert): ReturnType<typeof ownerOf> {
    return ownerOf(alert, this.board.escalations());
  }

  protected set(change: Record<string, string | undefined>): void {
    void this.router.navigate([], { queryParams: change, queryParamsHandling: 'merge', replaceUrl: true });
  }

  protected text(event: Event): string {
    return (event.target as HTMLInputElement | HTMLSelectElement).value;
  }

  protected async more(token: string): Promise<void> {
    const page = await this.api.list(this.filter(), token);
    this.older.update((all) => [...all, ...page.alerts]);
    this.nextToken.set(page.nextPageToken ?? '');
  }
}
