import { DIALOG_DATA, DialogRef } from '@angular/cdk/dialog';
import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core';
import { FormsModule } from '@angular/forms';
import { DialogFrame } from '../design/dialog-frame';
import { Texts } from '../design/text/texts';
import type { ApiToken } from '../generated/api/models';

const MAX = 60_000;

/** What was typed; an object, because nothing typed is an answer too. */
export interface ChosenRate {
  readonly requestsPerMinute: number | undefined;
}

@Component({
  selector: 'barry-rate-dialog',
  imports: [DialogFrame, FormsModule],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'contents' },
  template: `
    <barry-dialog [title]="t('tokens.rateOf', { name: token.name })">
      <form class="form" id="rate-form" (ngSubmit)="save()">
        <label class="field">
          <span>{{ t('tokens.rate') }}</span>
          <input
            name="rate"
            type="number"
            min="1"
            max="60000"
            aria-describedby="rate-note"
            [placeholder]="t('tokens.rateOfAll')"
            [attr.aria-invalid]="fits() ? null : 'true'"
            [(ngModel)]="rate"
          />
          <small id="rate-note" class="t3">{{ t('tokens.rateNote') }}</small>
        </label>
      </form>
      <ng-container foot>
        <span class="grow"></span>
        <button type="button" class="btn" (click)="dialog.close()">{{ t('common.cancel') }}</button>
        <button type="submit" form="rate-form" class="btn pri" [disabled]="!fits()">
          {{ t('common.save') }}
        </button>
      </ng-container>
    </barry-dialog>
  `,
})
export class RateDialog {
  protected readonly token = inject<ApiToken>(DIALOG_DATA);
  protected readonly dialog = inject<DialogRef<ChosenRate>>(DialogRef);
  protected readonly t = inject(Texts).t;
  protected readonly rate = signal<number | null>(this.token.requestsPerMinute ?? null);
  protected readonly fits = computed(() => {
    const rate = this.rate();
    return rate === null || (Number.isInteger(rate) && rate >= 1 && rate <= MAX);
  });

  protected save(): void {
    if (this.fits()) this.dialog.close({ requestsPerMinute: this.rate() ?? undefined });
  }
}
