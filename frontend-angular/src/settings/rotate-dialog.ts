import { DIALOG_DATA, DialogRef } from '@angular/cdk/dialog';
import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core';
import { FormsModule } from '@angular/forms';
import { DialogFrame } from '../design/dialog-frame';
import { Texts } from '../design/text/texts';
import type { ApiToken } from '../generated/api/models';
import type { Rotation } from './tokens-api';

const OVERLAPS = [24, 8, 1, 0] as const;
const MAX_DAYS = 366;

/** How long the old secret goes on working beside the new one. */
@Component({
  selector: 'barry-rotate-dialog',
  imports: [DialogFrame, FormsModule],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'contents' },
  template: `
    <barry-dialog [title]="t('tokens.rotateOf', { name: token.name })">
      <form class="form" id="rotate-form" (ngSubmit)="rotate()">
        <p>{{ t('tokens.rotateNote') }}</p>
        <label class="field">
          <span>{{ t('tokens.overlap') }}</span>
          <select class="input" name="overlap" [ngModel]="overlap()" (ngModelChange)="overlap.set(+$event)">
            @for (hours of overlaps; track hours) {
              <option [value]="hours">
                {{ hours === 0 ? t('tokens.overlapNone') : texts.count('tokens.hours', hours) }}
              </option>
            }
          </select>
        </label>
        <label class="field">
          <span>{{ t('tokens.newDays') }}</span>
          <input
            name="days"
            type="number"
            min="1"
            max="366"
            [placeholder]="t('tokens.asBefore')"
            [attr.aria-invalid]="fits() ? null : 'true'"
            [(ngModel)]="days"
          />
        </label>
        @if (!fits()) {
          <p class="field-error">{{ t('tokens.daysWrong') }}</p>
        }
      </form>
      <ng-container foot>
        <span class="grow"></span>
        <button type="button" class="btn" (click)="dialog.close()">{{ t('common.cancel') }}</button>
        <button type="submit" form="rotate-form" class="btn pri" [disabled]="!fits()">
          {{ t('tokens.rotate') }}
        </button>
      </ng-container>
    </barry-dialog>
  `,
})
export class RotateDialog {
  protected readonly token = inject<ApiToken>(DIALOG_DATA);
  protected readonly dialog = inject<DialogRef<Rotation>>(DialogRef);
  protected readonly texts = inject(Texts);
  protected readonly t = this.texts.t;
  protected readonly overlaps = OVERLAPS;
  protected readonly overlap = signal(24);
  protected readonly days = signal<number | null>(null);
  protected readonly fits = computed(() => {
    const days = this.days();
    return days === null || (Number.isInteger(days) && days >= 1 && days <= MAX_DAYS);
  });

  protected rotate(): void {
    if (!this.fits()) return;
    const days = this.days();
    this.dialog.close({
      overlapHours: this.overlap(),
      ...(days === null ? {} : { expiresInDays: days }),
    });
  }
}
