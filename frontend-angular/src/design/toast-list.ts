import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { BarryIcon } from './icon';
import { Texts } from './text/texts';
import { type Toast, Toasts } from './toasts';

@Component({
  selector: 'barry-toasts',
  imports: [BarryIcon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <div class="toasts" aria-live="polite" role="status">
      @for (toast of toasts.shown(); track toast.id) {
        <div class="toast" [class.bad]="toast.error">
          <svg [barryIcon]="toast.error ? 'warn' : 'check'"></svg>
          <span>{{ toast.text }}</span>
          @if (toast.undo) {
            <button type="button" class="btn sm ghost" (click)="undo(toast)">{{ t('common.undo') }}</button>
          }
          <button
            type="button"
            class="btn sm ghost sq"
            [attr.aria-label]="t('common.close')"
            (click)="toasts.close(toast.id)"
          >
            <svg barryIcon="x" class="s14"></svg>
          </button>
        </div>
      }
    </div>
  `,
})
export class ToastList {
  protected readonly toasts = inject(Toasts);
  protected readonly t = inject(Texts).t;

  protected undo(toast: Toast): void {
    toast.undo?.();
    this.toasts.close(toast.id);
  }
}
