import { ChangeDetectionStrategy, Component, inject, input, linkedSignal } from '@angular/core';
import { Router } from '@angular/router';
import { EmptyState } from '../design/empty-state';
import { ProblemNote } from '../design/problem-note';
import { Skeleton } from '../design/skeleton';
import { Texts } from '../design/text/texts';
import { Clock } from '../design/time/clock';
import type { AuditRow } from '../generated/api/models';
import { liveQuery } from '../session/live-query';
import { SettingsApi } from './settings-api';

/** Who changed what, when and from where, with before and after. */
@Component({
  selector: 'barry-audit-page',
  imports: [EmptyState, ProblemNote, Skeleton],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <div class="fb" role="search">
      <label class="chip-select">
        <span>{{ t('audit.action') }}</span>
        <input type="search" [value]="action() ?? ''" placeholder="policy.updated" (change)="set($event)" />
      </label>
    </div>
    @if (query.value(); as page) {
      <table class="audit">
        <thead>
          <tr>
            <th>{{ t('alerts.time') }}</th>
            <th>{{ t('audit.who') }}</th>
            <th>{{ t('audit.action') }}</th>
            <th>{{ t('audit.target') }}</th>
            <th>{{ t('audit.change') }}</th>
            <th>{{ t('audit.from') }}</th>
          </tr>
        </thead>
        <tbody>
          @for (row of page.rows.concat(older()); track row.auditId) {
            <tr>
              <td class="mono t2" [title]="clock.full(row.at)">{{ clock.short(row.at) }}</td>
              <td>
                {{ row.actorName }} <span class="t3">{{ row.via }}</span>
              </td>
              <td class="mono">{{ row.action }}</td>
              <td [title]="row.targetName ?? row.targetId ?? ''">
                {{ row.targetName ?? row.targetId ?? '' }}
              </td>
              <td class="t2 mono" [title]="change(row)">{{ change(row) }}</td>
              <td class="t3">{{ row.address }}</td>
            </tr>
          } @empty {
            <tr>
              <td colspan="6"><barry-empty [text]="t('audit.empty')" /></td>
            </tr>
          }
        </tbody>
      </table>
      @if (nextToken() ?? page.nextPageToken; as token) {
        <p class="more">
          <button type="button" class="btn" (click)="more(token)">{{ t('common.more') }}</button>
        </p>
      }
    } @else if (query.problem()) {
      <barry-problem [failure]="query.problem()!" [retry]="true" (again)="query.refresh()" />
    } @else {
      <barry-skeleton [rows]="8" />
    }
  `,
})
export class AuditPage {
  readonly action = input<string>();
  private readonly api = inject(SettingsApi);
  private readonly router = inject(Router);
  protected readonly clock = inject(Clock);
  protected readonly t = inject(Texts).t;
  private readonly filter = (): { action?: string } => {
    const action = this.action();
    return action === undefined ? {} : { action };
  };
  protected readonly query = liveQuery({ params: this.filter, load: (filter) => this.api.audit(filter) });
  protected readonly older = linkedSignal<unknown, readonly AuditRow[]>({
    source: this.action,
    computation: () => [],
  });
  protected readonly nextToken = linkedSignal<unknown, string | undefined>({
    source: this.action,
    computation: () => undefined,
  });

  protected set(event: Event): void {
    const action = (event.target as HTMLInputElement).value.trim() || undefined;
    void this.router.navigate([], { queryParams: { action }, replaceUrl: true });
  }

  /** Only what differs, as `field: before → after`. */
  protected change(row: AuditRow): string {
    const before = asRecord(row.before);
    const after = asRecord(row.after);
    return [...new Set([...Object.keys(before), ...Object.keys(after)])]
      .filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]))
      .map((key) => `${key}: ${short(before[key])} → ${short(after[key])}`)
      .join(', ');
  }

  protected async more(token: string): Promise<void> {
    const page = await this.api.audit(this.filter(), token);
    this.older.update((all) => [...all, ...page.rows]);
    this.nextToken.set(page.nextPageToken ?? '');
  }
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function short(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '–');
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
