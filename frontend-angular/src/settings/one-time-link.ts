import { ChangeDetectionStrategy, Component, inject, input } from '@angular/core';
import { BarryIcon } from '../design/icon';
import { Texts } from '../design/text/texts';
import { Clock } from '../design/time/clock';
import { Toasts } from '../design/toasts';

/** A link for somebody's password, to be handed to them; shown once. */
@Component({
  selector: 'barry-one-time-link',
  imports: [BarryIcon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'contents' },
  template: `
    <div class="copy-line secret" role="status">
      <span>{{
        t(isReset() ? 'reset.linkFor' : 'users.linkFor', { name: name(), time: clock.short(expiresAt()) })
      }}</span>
      <code class="mono" tabindex="0">{{ url() }}</code>
      <button type="button" class="btn" (click)="copy()">
        <svg barryIcon="copy"></svg>{{ t('common.copy') }}
      </button>
    </div>
  `,
})
export class OneTimeLink {
  readonly name = input.required<string>();
  readonly url = input.required<string>();
  readonly expiresAt = input.required<string>();
  readonly isReset = input(false);
  private readonly toasts = inject(Toasts);
  protected readonly clock = inject(Clock);
  protected readonly t = inject(Texts).t;

  protected async copy(): Promise<void> {
    await navigator.clipboard.writeText(this.url());
    this.toasts.tell(this.t('common.copied'));
  }
}
