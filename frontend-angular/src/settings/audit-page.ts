import {
  ChangeDetectionStrategy,
  Component,
  computed,
  inject,
  input,
  linkedSignal,
  signal,
} from '@angular/core';
import { RouterLink } from '@angular/router';
import { EmptyState } from '../design/empty-state';
import { BarryIcon } from '../design/icon';
import { ProblemNote, problemText } from '../design/problem-note';
import { Rows } from '../design/rows';
import { Skeleton } from '../design/skeleton';
import { Texts } from '../design/text/texts';
import { Clock } from '../design/time/clock';
import { Toasts } from '../design/toasts';
import type { AuditRow } from '../generated/api/models';
import { liveQuery } from '../session/live-query';
import { toProblem } from '../session/problem';
import { ServiceMark } from '../session/service-mark';
import { AuditApi } from './audit-api';
import { changesOf, type FieldChange } from './audit-diff.rules';
import { type AuditQuery, auditFilterOf } from './audit-filter.rules';
import { AuditFilters } from './audit-filters';
import { AuditVerify } from './audit-verify';

/** Who changed what, when and from where, with before and after; and whether the log itself is whole. */
@Component({
  selector: 'barry-audit-page',
  imports: [
    AuditFilters,
    AuditVerify,
    BarryIcon,
    EmptyState,
    ProblemNote,
    RouterLink,
    Rows,
    ServiceMark,
    Skeleton,
  ],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './audit-page.html',
})
export class AuditPage {
  readonly who = input<string>();
  readonly action = input<string>();
  readonly target = input<string>();
  readonly q = input<string>();
  readonly address = input<string>();
  readonly from = input<string>();
  readonly until = input<string>();
  private readonly api = inject(AuditApi);
  private readonly toasts = inject(Toasts);
  protected readonly clock = inject(Clock);
  protected readonly texts = inject(Texts);
  protected readonly t = this.texts.t;
  protected readonly asked = computed<AuditQuery>(() => ({
    who: this.who(),
    action: this.action(),
    target: this.target(),
    q: this.q(),
    address: this.address(),
    from: this.from(),
    until: this.until(),
  }));
  private readonly filter = computed(() => auditFilterOf(this.asked()));
  protected readonly filtered = computed(() => Object.keys(this.filter()).length > 0);
  protected readonly query = liveQuery({ params: this.filter, load: (filter) => this.api.rows(filter) });
  /** Pages that were asked for; gone when something else is looked for. */
  private readonly older = linkedSignal<unknown, readonly AuditRow[]>({
    source: this.filter,
    computation: () => [],
  });
  private readonly nextToken = linkedSignal<unknown, string | undefined>({
    source: this.filter,
    computation: () => undefined,
  });
  protected readonly rows = computed(() =>
    [...(this.query.value()?.rows ?? []), ...this.older()].map((row) => ({
      ...row,
      changes: changesOf(row.before, row.after),
    })),
  );
  protected readonly next = computed(() => this.nextToken() ?? this.query.value()?.nextPageToken ?? '');
  protected readonly targetName = computed(
    () => this.rows().find((row) => row.targetId === this.target())?.targetName,
  );
  protected readonly opened = signal<ReadonlySet<string>>(new Set());

  protected toggle(id: string): void {
    this.opened.update((all) => new Set(all.has(id) ? [...all].filter((one) => one !== id) : [...all, id]));
  }

  /** The first of them in words, and how many there are. */
  protected summary(changes: readonly FieldChange[]): string {
    const [first] = changes;
    if (first === undefined) return '';
    const told = `${first.field}: ${first.before ?? '–'} → ${first.after ?? '–'}`;
    return changes.length === 1 ? told : `${this.texts.count('audit.changes', changes.length)} · ${told}`;
  }

  protected async more(token: string): Promise<void> {
    const filter = this.filter();
    try {
      const page = await this.api.rows(filter, token);
      if (filter !== this.filter()) return;
      this.older.update((all) => [...all, ...page.rows]);
      this.nextToken.set(page.nextPageToken ?? '');
    } catch (error) {
      this.toasts.fail(problemText(toProblem(error), this.texts));
    }
  }
}
