import { DIALOG_DATA, DialogRef } from '@angular/cdk/dialog';
import { ChangeDetectionStrategy, Component, inject, signal } from '@angular/core';
import { FormsModule } from '@angular/forms';
import { DialogFrame } from '../design/dialog-frame';
import { Texts } from '../design/text/texts';
import { Clock } from '../design/time/clock';
import { lengthInWords, LENGTHS } from './snooze-lengths';

export interface SnoozeWish {
  readonly count: number;
}
export interface Snooze {
  readonly minutes: number;
  readonly note: string;
}

/** For how long, and why; says what it does before it is done. */
@Component({
  selector: 'barry-snooze-dialog',
  imports: [DialogFrame, FormsModule],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'contents' },
  template: `
    <barry-dialog [title]="texts.count('snooze.title', wish.count)">
      <form class="form" id="snooze-form" (ngSubmit)="close()">
        <p>{{ t('snooze.what') }}</p>
        <fieldset class="field">
          <legend>{{ t('snooze.howLong') }}</legend>
          <div class="seg" role="radiogroup" [attr.aria-label]="t('snooze.howLong')">
            @for (one of lengths; track one) {
              <label [class.on]="minutes() === one"
                ><input
                  type="radio"
                  class="vh"
                  name="minutes"
                  [checked]="minutes() === one"
                  (change)="minutes.set(one)"
                />{{ name(one) }}</label
              >
            }
          </div>
          <small class="t3">{{ until() }}</small>
        </fieldset>
        <label class="field">
          <span>{{ t('snooze.note') }}</span>
          <input name="note" maxlength="1000" autocomplete="off" [(ngModel)]="note" />
        </label>
      </form>
      <ng-container foot>
        <span class="grow"></span>
        <button type="button" class="btn" (click)="dialog.close()">{{ t('common.cancel') }}</button>
        <button type="submit" form="snooze-form" class="btn pri">{{ t('snooze.do') }}</button>
      </ng-container>
    </barry-dialog>
  `,
})
export class SnoozeDialog {
  protected readonly wish = inject<SnoozeWish>(DIALOG_DATA);
  protected readonly dialog = inject<DialogRef<Snooze>>(DialogRef);
  private readonly clock = inject(Clock);
  protected readonly texts = inject(Texts);
  protected readonly t = this.texts.t;
  protected readonly lengths = LENGTHS;
  protected readonly minutes = signal<number>(60);
  protected readonly note = signal('');

  protected name(minutes: number): string {
    return lengthInWords(minutes, this.texts);
  }

  protected until(): string {
    const at = new Date(this.clock.now() + this.minutes() * 60_000).toISOString();
    return this.t('snooze.until', { why: this.t('noRing.snoozed'), time: this.clock.short(at) });
  }

  protected close(): void {
    this.dialog.close({ minutes: this.minutes(), note: this.note().trim() });
  }
}
