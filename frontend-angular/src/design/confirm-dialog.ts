import { Dialog, DIALOG_DATA, DialogRef } from '@angular/cdk/dialog';
import { ChangeDetectionStrategy, Component, computed, inject, Injectable, signal } from '@angular/core';
import { FormsModule } from '@angular/forms';
import { firstValueFrom } from 'rxjs';
import { DialogFrame } from './dialog-frame';
import { Texts } from './text/texts';

export interface Question {
  readonly title: string;
  readonly text: string;
  /** What the button does, in words. */
  readonly does: string;
  /** To be typed first, for what cannot be taken back. */
  readonly type?: string;
}

/** Asks before something that has no undo. */
@Injectable({ providedIn: 'root' })
export class Confirm {
  private readonly dialog = inject(Dialog);

  async ask(question: Question): Promise<boolean> {
    const opened = this.dialog.open<boolean, Question, ConfirmDialog>(ConfirmDialog, {
      data: question,
      backdropClass: 'backdrop',
      panelClass: 'dialog-panel',
      autoFocus: question.type === undefined ? 'dialog' : '.dialog-body input',
    });
    return (await firstValueFrom(opened.closed)) === true;
  }
}

@Component({
  selector: 'barry-confirm-dialog',
  imports: [DialogFrame, FormsModule],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'contents' },
  template: `
    <barry-dialog [title]="question.title">
      <form class="form" id="confirm-form" (ngSubmit)="close()">
        <p>{{ question.text }}</p>
        @if (question.type; as word) {
          <label class="field">
            <span>{{ t('common.typeToConfirm', { word }) }}</span>
            <input name="typed" autocomplete="off" [(ngModel)]="typed" />
          </label>
        }
      </form>
      <ng-container foot>
        <span class="grow"></span>
        <button type="button" class="btn" (click)="dialog.close(false)">{{ t('common.cancel') }}</button>
        <button type="submit" form="confirm-form" class="btn danger" [disabled]="!ready()">
          {{ question.does }}
        </button>
      </ng-container>
    </barry-dialog>
  `,
})
export class ConfirmDialog {
  protected readonly question = inject<Question>(DIALOG_DATA);
  protected readonly dialog = inject<DialogRef<boolean>>(DialogRef);
  protected readonly t = inject(Texts).t;
  protected readonly typed = signal('');
  protected readonly ready = computed(
    () => this.question.type === undefined || this.typed().trim() === this.question.type,
  );

  protected close(): void {
    if (this.ready()) this.dialog.close(true);
  }
}
