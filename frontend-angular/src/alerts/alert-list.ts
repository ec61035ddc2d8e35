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
import { SuppressedNote } from '../session/suppressed-note';
import { suppressionOf } from '../session/suppression';
import { AlertDetail } from './alert-detail';
import { alertFilterOf, AXES, KINDS, type Range, RANGES, spanIn } from './alert-filter';
import { ownerOf } from './alert-owner';
import { AlertsApi } from './alerts-api';
import type { Span } from './brush';
import { BulkBar } from './bulk-bar';
import { Histogram } from './histogram';

@Component({
  selector: 'barry-alert-list',
  imports: [
    AlertDetail,
    BarryIcon,
    BulkBar,
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
    SuppressedNote,
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
  readonly kind = input<string>();
  readonly integration = input<string>();
  readonly quiet = input<string>();
  readonly from = input<string>();
  readonly until = input<string>();
  readonly range = input<string>();
  /** The opened alert. */
  readonly alert = input<string>();

  private readonly api = inject(AlertsApi);
  private readonly router = inject(Router);
  protected readonly clock = inject(Clock);
  protected readonly board = inject(LiveBoard);
  protected readonly directory = inject(Directory);
  protected readonly texts = inject(Texts);
  protected readonly t = this.texts.t;
  protected readonly severities = SEVERITIES;
  protected readonly kinds = KINDS;
  protected readonly ranges = Object.keys(RANGES) as readonly Range[];
  protected readonly held = signal(false);
  protected readonly emptyPick: ReadonlyMap<string, Alert> = new Map();

  private readonly filter = computed(() =>
    alertFilterOf({
      q: this.q(),
      state: this.state(),
      severity: this.severity(),
      team: this.team(),
      kind: this.kind(),
      integration: this.integration(),
      quiet: this.quiet(),
    }),
  );
  /** The part of the chart that the list shows. */
  protected readonly span = computed(() => spanIn({ from: this.from(), until: this.until() }));
  private readonly asked = computed(() => ({ filter: this.filter(), span: this.span() }));
  protected readonly sources = liveQuery({
    params: () => 'all',
    load: this.api.integrations,
    when: (event) => event.kind.startsWith('integration'),
  });
  protected readonly hours = computed<Range>(() => this.ranges.find((one) => one === this.range()) ?? '24h');
  protected readonly query = liveQuery({
    params: this.asked,
    load: ({ filter, span }) => this.api.list(filter, span),
    when: (event) => /^(alert|escalation)\b/.test(event.kind),
  });
  protected readonly counts = liveQuery({
    params: () => ({
      hours: this.hours(),
      filter: this.filter(),
      minute: Math.floor(this.clock.now() / 300_000),
    }),
    load: ({ hours, filter }) => {
      const { roundMs } = AXES[hours];
      const now = Math.ceil(this.clock.read() / roundMs) * roundMs;
      const span = { from: new Date(now - RANGES[hours]).toISOString(), until: new Date(now).toISOString() };
      return this.api.counts(span, filter);
    },
    when: (event) => event.kind.startsWith('alert'),
  });
  protected readonly parts = computed(() => AXES[this.hours()].parts);
  /** Of the part that the list shows. */
  private readonly counted = computed(() => {
    const [counts, span] = [this.counts.value()?.counts ?? [], this.span()];
    return span === undefined ? counts : counts.filter(({ from }) => isIn(span, from));
  });
  protected readonly totals = computed(() =>
    SEVERITIES.map((severity) => ({
      severity,
      count: this.counted().reduce((sum, counts) => sum + counts[severity], 0),
    })),
  );
  protected readonly older = linkedSignal<unknown, readonly Alert[]>({
    source: this.asked,
    computation: () => [],
  });
  protected readonly nextToken = linkedSignal<unknown, string | undefined>({
    source: this.asked,
    computation: () => undefined,
  });
  private order: readonly string[] = [];
  private shownFor: unknown;
  protected readonly shown = computed(() => {
    const held = this.held() && this.shownFor === this.asked();
    this.shownFor = this.asked();
    const next = steadyOrder(this.order, this.query.value()?.alerts ?? [], (alert) => alert.alertId, held);
    this.order = next.rows.map((alert) => alert.alertId);
    return next;
  });
  protected readonly listed = computed(() => [...this.shown().rows, ...this.older()]);
  /** By their ids, as they were when they were chosen. */
  protected readonly picked = linkedSignal<unknown, ReadonlyMap<string, Alert>>({
    source: this.asked,
    computation: () => new Map(),
  });
  protected readonly chosen = computed(() => [...this.picked().values()]);
  protected readonly allPicked = computed(
    () => this.listed().length > 0 && this.listed().every(({ alertId }) => this.picked().has(alertId)),
  );
  protected readonly narrowed = computed(
    () => Object.keys(this.filter()).length > 0 || this.span() !== undefined,
  );

  constructor() {
    this.directory.start();
    inject(Keys).bind(
      { keys: '/', says: 'keys.search', run: () => document.getElementById('alert-search')?.focus() },
      { keys: 'Escape', says: 'keys.closeDetail', run: () => this.set({ alert: undefined }) },
    );
  }

  protected pick(alert: Alert): void {
    this.picked.update((picked) => {
      const next = new Map(picked);
      if (!next.delete(alert.alertId)) next.set(alert.alertId, alert);
      return next;
    });
  }

  protected pickAll(): void {
    this.picked.set(this.allPicked() ? new Map() : new Map(this.listed().map((one) => [one.alertId, one])));
  }

  /** What was refused stays chosen. */
  protected acted(refused: readonly string[]): void {
    this.picked.update((picked) => new Map([...picked].filter(([alertId]) => refused.includes(alertId))));
    this.query.refresh();
  }

  protected brush(span: Span | undefined): void {
    this.set({ from: span?.from, until: span?.until });
  }

  protected isQuiet(alert: Alert): boolean {
    return suppressionOf(alert) !== undefined;
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
    const page = await this.api.list(this.filter(), this.span(), token);
    this.older.update((all) => [...all, ...page.alerts]);
    this.nextToken.set(page.nextPageToken ?? '');
  }
}

const isIn = ({ from, until }: Span, at: string): boolean =>
  Date.parse(from) <= Date.parse(at) && Date.parse(at) < Date.parse(until);
