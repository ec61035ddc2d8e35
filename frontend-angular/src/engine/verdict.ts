import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { BarryIcon } from '../design/icon';
import type { IconName } from '../design/icons';
import { Texts } from '../design/text/texts';
import { Clock } from '../design/time/clock';
import type { Engine, NotifierList } from '../generated/api/models';
import { troubleText } from './engine-words';
import type { Level } from './level.rules';
import { troublesOf, verdictOf } from './trouble.rules';

/** The answer to "is it all right?", and if not, why not. */
@Component({
  selector: 'barry-engine-verdict',
  imports: [BarryIcon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'contents' },
  template: `
    <section class="verdict" [class]="level()">
      <svg [barryIcon]="icon()"></svg>
      <div>
        <div role="status">
          <h2>{{ t(title()) }}</h2>
        </div>
        @if (lines().length > 0) {
          <ul>
            @for (line of lines(); track $index) {
              <li>{{ line }}</li>
            }
          </ul>
        } @else {
          <p>{{ t('engine.fineText') }}</p>
        }
      </div>
      <p class="as-of">{{ t('engine.asOf', { time: clock.seconds(engine().at) }) }}</p>
    </section>
  `,
})
export class EngineVerdict {
  readonly engine = input.required<Engine>();
  readonly notifiers = input.required<NotifierList | undefined>();
  readonly blind = input.required<boolean>();
  private readonly texts = inject(Texts);
  protected readonly clock = inject(Clock);
  protected readonly t = this.texts.t;
  private readonly troubles = computed(() =>
    troublesOf({
      engine: this.engine(),
      notifiers: this.notifiers(),
      isBlind: this.blind(),
      now: this.clock.now(),
    }),
  );
  protected readonly level = computed(() => verdictOf(this.troubles()));
  protected readonly title = computed(() => `engine.${this.level()}` as const);
  protected readonly icon = computed(() => ICONS[this.level()]);
  protected readonly lines = computed(() =>
    this.troubles().map((trouble) => troubleText(trouble, this.texts)),
  );
}

const ICONS: Record<Level, IconName> = { fine: 'check', late: 'warn', alarm: 'incidents' };
