import { ChangeDetectionStrategy, Component, inject, input } from '@angular/core';
import { BarryIcon } from '../design/icon';
import { Texts } from '../design/text/texts';

const STEPS = ['stepSource', 'stepPaste', 'stepFirst', 'stepDone'] as const;

@Component({
  selector: 'barry-wizard-steps',
  imports: [BarryIcon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'contents' },
  template: `
    <ol class="steps" [attr.aria-label]="t('integrations.steps')">
      @for (step of steps; track step; let index = $index) {
        @if (index > 0) {
          <li class="bar" aria-hidden="true"></li>
        }
        <li
          class="s"
          [class.done]="index + 1 < at()"
          [class.on]="index + 1 === at()"
          [attr.aria-current]="index + 1 === at() ? 'step' : null"
        >
          <i class="n" aria-hidden="true">
            @if (index + 1 < at()) {
              <svg barryIcon="check"></svg>
            } @else {
              {{ index + 1 }}
            }
          </i>
          {{ t(step) }}
        </li>
      }
    </ol>
  `,
})
export class WizardSteps {
  /** 1 to 4; 5 is all done. */
  readonly at = input.required<number>();
  protected readonly steps = STEPS.map((step) => `integrations.${step}` as const);
  private readonly texts = inject(Texts);
  protected readonly t = (key: `integrations.${(typeof STEPS)[number]}` | 'integrations.steps'): string =>
    this.texts.t(key);
}
