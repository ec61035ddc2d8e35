import { Dialog } from '@angular/cdk/dialog';
import { ChangeDetectionStrategy, Component, computed, inject, input, output, signal } from '@angular/core';
import { firstValueFrom } from 'rxjs';
import { Confirm } from '../design/confirm-dialog';
import { BarryIcon } from '../design/icon';
import { ProblemNote, refusalText } from '../design/problem-note';
import { Texts } from '../design/text/texts';
import type { ActedAlert, Alert } from '../generated/api/models';
import { type Problem, toProblem } from '../session/problem';
import { AlertsApi } from './alerts-api';
import { type Snooze, SnoozeDialog, type SnoozeWish } from './snooze-dialog';

const MOST = 200;

/** What can be done to all that are chosen, and what became of each. */
@Component({
  selector: 'barry-bulk-bar',
  imports: [BarryIcon, ProblemNote],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'contents' },
  template: `
    @if (chosen().length > 0) {
      <div class="bulk" role="toolbar" [attr.aria-label]="texts.count('bulk.selected', chosen().length)">
        <b role="status">{{ texts.count('bulk.selected', chosen().length) }}</b>
        <button type="button" class="btn sm" [disabled]="isStuck()" (click)="snooze()">
          {{ t('snooze.do') }}
        </button>
        <button type="button" class="btn sm" [disabled]="isStuck()" (click)="resolve()">
          {{ t('bulk.resolve') }}
        </button>
        @if (chosen().length > most) {
          <span class="field-error">{{ t('bulk.most') }}</span>
        }
        <span class="grow"></span>
        <button type="button" class="btn sm ghost" (click)="cleared.emit()">{{ t('bulk.clear') }}</button>
      </div>
    }
    @if (problem(); as failure) {
      <barry-problem [failure]="failure" />
    }
    @if (refused().length > 0 || done() > 0) {
      <section class="acted" [attr.aria-label]="t('bulk.results')" role="status">
        <p>
          @if (done() > 0) {
            <b class="c-taken">{{ texts.count('bulk.done', done()) }}</b>
          }
          @if (refused().length > 0) {
            <b class="c-critical">{{ texts.count('bulk.refused', refused().length) }}</b>
          }
          <button
            type="button"
            class="btn sm ghost sq"
            [attr.aria-label]="t('common.close')"
            (click)="results.set([])"
          >
            <svg barryIcon="x" class="s14"></svg>
          </button>
        </p>
        <ul>
          @for (one of refused(); track one.alertId) {
            <li>
              <b>{{ one.title }}</b> {{ one.why }}
            </li>
          }
        </ul>
      </section>
    }
  `,
})
export class BulkBar {
  readonly chosen = input.required<readonly Alert[]>();
  readonly cleared = output();
  /** Those that were refused, which stay chosen. */
  readonly acted = output<readonly string[]>();
  private readonly api = inject(AlertsApi);
  private readonly dialog = inject(Dialog);
  private readonly confirm = inject(Confirm);
  protected readonly texts = inject(Texts);
  protected readonly t = this.texts.t;
  protected readonly most = MOST;
  private readonly busy = signal(false);
  protected readonly problem = signal<Problem | undefined>(undefined);
  /** With the title that the alert had then: it may have left the list. */
  protected readonly results = signal<readonly (ActedAlert & { readonly title: string })[]>([]);
  protected readonly isStuck = computed(() => this.busy() || this.chosen().length > MOST);
  protected readonly done = computed(() => this.results().filter(({ done }) => done).length);
  protected readonly refused = computed(() =>
    this.results()
      .filter(({ done }) => !done)
      .map(({ alertId, title, code = '', message = '' }) => ({
        alertId,
        title,
        why: refusalText(code, message, this.texts),
      })),
  );

  protected async snooze(): Promise<void> {
    const opened = this.dialog.open<Snooze, SnoozeWish, SnoozeDialog>(SnoozeDialog, {
      data: { count: this.chosen().length },
      backdropClass: 'backdrop',
      panelClass: 'dialog-panel',
      autoFocus: 'dialog',
    });
    const snooze = await firstValueFrom(opened.closed);
    if (snooze !== undefined) await this.act((ids) => this.api.act(ids, { action: 'snooze', ...snooze }));
  }

  protected async resolve(): Promise<void> {
    const sure = await this.confirm.ask({
      title: this.t('bulk.resolve'),
      text: this.texts.count('bulk.confirmResolve', this.chosen().length),
      does: this.t('bulk.resolve'),
    });
    if (sure) await this.act((ids) => this.api.act(ids, { action: 'resolve' }));
  }

  private async act(work: (ids: readonly string[]) => Promise<readonly ActedAlert[]>): Promise<void> {
    const alerts = this.chosen();
    this.busy.set(true);
    this.problem.set(undefined);
    this.results.set([]);
    try {
      const results = await work(alerts.map(({ alertId }) => alertId));
      const titles = new Map(alerts.map(({ alertId, title }) => [alertId, title]));
      this.results.set(results.map((one) => ({ ...one, title: titles.get(one.alertId) ?? '' })));
      this.acted.emit(results.filter(({ done }) => !done).map(({ alertId }) => alertId));
    } catch (error) {
      this.problem.set(toProblem(error));
    } finally {
      this.busy.set(false);
    }
  }
}
