import { ChangeDetectionStrategy, Component, inject, input } from '@angular/core';
import { BarryIcon } from './icon';
import { Texts } from './text/texts';
import { Toasts } from './toasts';

/** Shown once: on paper they open the door when the phone is gone. */
@Component({
  selector: 'barry-recovery-codes',
  imports: [BarryIcon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'contents' },
  template: `
    <div class="codes" role="status">
      <p>{{ t('factor.codes') }}</p>
      <ol class="mono" tabindex="0">
        @for (code of codes(); track code) {
          <li>{{ code }}</li>
        }
      </ol>
      <button type="button" class="btn" (click)="copy()">
        <svg barryIcon="copy"></svg>{{ t('common.copy') }}
      </button>
    </div>
  `,
  styles: `
    .codes {
      background: var(--taken-soft);
      border-radius: var(--radius);
      padding: 10px 12px;
      max-width: 420px;
    }
    ol {
      display: grid;
      grid-template-columns: 1fr 1fr;
      gap: 2px 12px;
      margin: 8px 0;
      padding: 0;
      list-style: none;
      font-size: 12px;
    }
  `,
})
export class RecoveryCodeList {
  readonly codes = input.required<readonly string[]>();
  private readonly toasts = inject(Toasts);
  protected readonly t = inject(Texts).t;

  protected async copy(): Promise<void> {
    await navigator.clipboard.writeText(this.codes().join('\n'));
    this.toasts.tell(this.t('common.copied'));
  }
}
