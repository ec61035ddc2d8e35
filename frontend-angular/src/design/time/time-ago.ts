import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { Clock } from './clock';

/** Relative near now, absolute on hover. */
@Component({
  selector: 'barry-ago',
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'contents' },
  template: `<time [attr.datetime]="at()" [title]="full()">{{ text() }}</time>`,
})
export class TimeAgo {
  readonly at = input.required<string>();
  readonly form = input<'ago' | 'since' | 'short' | 'seconds'>('ago');
  readonly until = input<string>();
  private readonly clock = inject(Clock);
  protected readonly full = computed(() => this.clock.full(this.at()));
  protected readonly text = computed(() => {
    switch (this.form()) {
      case 'since':
        return this.clock.since(this.at(), this.until());
      case 'short':
        return this.clock.short(this.at());
      case 'seconds':
        return this.clock.seconds(this.at());
      case 'ago':
        return this.clock.ago(this.at());
    }
  });
}
