import { ChangeDetectionStrategy, Component, inject, input } from '@angular/core';
import { BarryIcon } from '../design/icon';
import { Texts } from '../design/text/texts';
import { Toasts } from '../design/toasts';

/** A secret that is shown once. */
@Component({
  selector: 'barry-secret-line',
  imports: [BarryIcon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'contents' },
  template: `
    <div class="copy-line secret" role="status">
      <span
        ><b>{{ name() }}</b> · {{ t('tokens.once') }}</span
      ><code class="mono" tabindex="0">{{ secret() }}</code>
      <button type="button" class="btn" (click)="copy()">
        <svg barryIcon="copy"></svg>{{ t('common.copy') }}
      </button>
    </div>
  `,
})
export class SecretLine {
  readonly name = input.required<string>();
  readonly secret = input.required<string>();
  private readonly toasts = inject(Toasts);
  protected readonly t = inject(Texts).t;

  protected async copy(): Promise<void> {
    await navigator.clipboard.writeText(this.secret());
    this.toasts.tell(this.t('common.copied'));
  }
}
