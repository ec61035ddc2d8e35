import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { Texts } from './text/texts';

/** Rows in their final height while the first answer is on its way; shows only after a moment (CSS). */
@Component({
  selector: 'barry-skeleton',
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'skeleton', role: 'status' },
  template: `
    <span class="vh">{{ t('common.loading') }}</span>
    @for (row of lines(); track row) {
      <div class="sk-row" aria-hidden="true"><i></i><i></i><i></i></div>
    }
  `,
})
export class Skeleton {
  readonly rows = input(4);
  protected readonly t = inject(Texts).t;
  protected readonly lines = computed(() => Array.from({ length: this.rows() }, (_, index) => index));
}
