import { ChangeDetectionStrategy, Component, inject, input } from '@angular/core';
import { Avatar } from '../design/avatar';
import { BarryIcon } from '../design/icon';
import { type Failure, ProblemNote } from '../design/problem-note';
import { Texts } from '../design/text/texts';
import { stopwatch } from '../design/time/format';
import type { Preview } from '../generated/api/models';

/** Who would ring, in what order and from when: the answer of the same rules that will call. */
@Component({
  selector: 'barry-ring-preview',
  imports: [Avatar, BarryIcon, ProblemNote],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: {
    class: 'preview',
    'aria-live': 'polite',
    role: 'region',
    '[attr.aria-label]': 't("preview.title")',
  },
  template: `
    <h3>{{ t('preview.title') }}</h3>
    @if (problem(); as failure) {
      <barry-problem [failure]="failure" />
    } @else if (preview(); as plan) {
      @if (plan.policyName !== '') {
        <p class="t3 small">{{ t('preview.by', { policy: plan.policyName }) }}</p>
      }
      @for (step of plan.steps; track step.step) {
        <div class="preview-step" [class.skipped]="!step.applies">
          <div class="preview-at">
            <b>{{ stopwatch(step.startsAfterSeconds * 1000) }}</b>
            <span class="t3">{{
              step.applies
                ? step.simultaneous === 0 || step.simultaneous >= step.people.length
                  ? t('preview.allAtOnce', { seconds: step.ringSeconds })
                  : t('preview.atOnce', { count: step.simultaneous, seconds: step.ringSeconds })
                : t('preview.notNow')
            }}</span>
          </div>
          @for (person of step.people; track $index) {
            <div class="preview-person" [class.dark]="!person.reachable">
              <barry-avatar [id]="person.userId" [name]="person.name" [size]="18" /><span>{{
                person.name
              }}</span>
              @if (!person.reachable) {
                <span class="c-critical small"
                  ><svg barryIcon="warn" class="s14"></svg> {{ t('preview.unreachable') }}</span
                >
              }
            </div>
          } @empty {
            <p class="c-critical small">{{ t('preview.empty') }}</p>
          }
        </div>
      }
      @for (warning of plan.warnings; track warning) {
        <p class="preview-warning"><svg barryIcon="warn" class="s14"></svg> {{ warning }}</p>
      }
    } @else {
      <p class="t3">{{ t('preview.choose') }}</p>
    }
  `,
})
export class RingPreview {
  readonly preview = input.required<Preview | undefined>();
  readonly problem = input<Failure>();
  protected readonly t = inject(Texts).t;
  protected readonly stopwatch = stopwatch;
}
