import { DIALOG_DATA, DialogRef } from '@angular/cdk/dialog';
import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core';
import { FormsModule } from '@angular/forms';
import { DialogFrame } from '../design/dialog-frame';
import { ProblemNote } from '../design/problem-note';
import { Texts } from '../design/text/texts';
import { Clock } from '../design/time/clock';
import type { Delivery, IntegrationMode, ReplayResult } from '../generated/api/models';
import { type Problem, toProblem } from '../session/problem';
import { IntegrationsApi } from './integrations-api';

/** As the server counts it; what is older wakes nobody unless it is told to. */
const OLD_MS = 15 * 60_000;

export interface ReplayWish {
  readonly delivery: Delivery;
  readonly mode: IntegrationMode;
}

/** Says what a repetition does before it does it. */
@Component({
  selector: 'barry-replay-dialog',
  imports: [DialogFrame, FormsModule, ProblemNote],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'contents' },
  template: `
    <barry-dialog [title]="t('replay.title')">
      <form class="form" id="replay-form" (ngSubmit)="replay()">
        <p>{{ t('replay.what') }}</p>
        <p>
          @if (wish.mode === 'shadow') {
            {{ t('replay.shadow') }}
          } @else if (old()) {
            {{ t('replay.old', { age: age() }) }}
          } @else {
            <b>{{ t('replay.young', { age: age() }) }}</b>
          }
        </p>
        @if (old() && wish.mode !== 'shadow') {
          <label class="check-line">
            <input type="checkbox" name="ring" [ngModel]="ring()" (ngModelChange)="ring.set($event)" />
            {{ t('replay.ring') }}
          </label>
        }
        @if (problem(); as failure) {
          <barry-problem [failure]="failure" />
        }
      </form>
      <ng-container foot>
        <span class="grow"></span>
        <button type="button" class="btn" (click)="dialog.close()">{{ t('common.cancel') }}</button>
        <button
          type="submit"
          form="replay-form"
          class="btn"
          [class]="wakes() ? 'danger' : 'pri'"
          [disabled]="busy()"
        >
          {{ wakes() ? t('replay.doAndCall') : t('replay.do') }}
        </button>
      </ng-container>
    </barry-dialog>
  `,
})
export class ReplayDialog {
  protected readonly wish = inject<ReplayWish>(DIALOG_DATA);
  protected readonly dialog = inject<DialogRef<ReplayResult>>(DialogRef);
  private readonly api = inject(IntegrationsApi);
  private readonly clock = inject(Clock);
  protected readonly t = inject(Texts).t;
  protected readonly ring = signal(false);
  protected readonly busy = signal(false);
  protected readonly problem = signal<Problem | undefined>(undefined);
  protected readonly old = computed(
    () => this.clock.now() - Date.parse(this.wish.delivery.receivedAt) > OLD_MS,
  );
  protected readonly age = computed(() => this.clock.since(this.wish.delivery.receivedAt));
  protected readonly wakes = computed(() => this.wish.mode !== 'shadow' && (!this.old() || this.ring()));

  protected async replay(): Promise<void> {
    if (this.busy()) return;
    this.busy.set(true);
    this.problem.set(undefined);
    try {
      const ringForOld = this.old() && this.ring();
      this.dialog.close(await this.api.replay(this.wish.delivery.deliveryId, ringForOld));
    } catch (error) {
      this.problem.set(toProblem(error));
    } finally {
      this.busy.set(false);
    }
  }
}
