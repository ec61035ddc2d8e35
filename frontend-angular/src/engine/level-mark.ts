import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { BarryIcon } from '../design/icon';
import type { IconName } from '../design/icons';
import type { Level } from './level.rules';

/** How something stands: a shape and a word; the colour only repeats them. */
@Component({
  selector: 'barry-level',
  imports: [BarryIcon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'contents' },
  template: `<span class="pill" [class]="look().pill"
    ><svg [barryIcon]="look().icon" class="s14"></svg>{{ text() }}</span
  >`,
})
export class LevelMark {
  readonly level = input.required<Level | 'off'>();
  readonly text = input.required<string>();
  protected readonly look = computed(() => LOOKS[this.level()]);
}

const LOOKS: Record<Level | 'off', { readonly pill: string; readonly icon: IconName }> = {
  fine: { pill: 'ok', icon: 'check' },
  late: { pill: 'warn', icon: 'warn' },
  alarm: { pill: 'bad', icon: 'incidents' },
  off: { pill: 'no', icon: 'x' },
};
