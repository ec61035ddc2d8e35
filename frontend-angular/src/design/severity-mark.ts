import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { toSeverity } from './severity';
import { Texts } from './text/texts';

/** Severity as shape and colour; the word is written, or only said to screen readers. */
@Component({
  selector: 'barry-severity',
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'contents' },
  template: `
    <span class="sev" [class]="known()" [class.big]="big()" [title]="word() ? '' : name()">
      <svg viewBox="0 0 12 12" aria-hidden="true">
        @switch (known()) {
          @case ('critical') {
            <path d="M3.9.7h4.2l3.2 3.2v4.2l-3.2 3.2H3.9L.7 8.1V3.9Z" />
            <path class="k" d="M6 3v3.600M6 8.700v.1" />
          }
          @case ('high') {
            <path d="M6 .9 11.5 11H.5Z" />
          }
          @case ('warning') {
            <path d="M6 .4 11.6 6 6 11.6.4 6Z" />
          }
          @case ('info') {
            <circle cx="6" cy="6" r="4.3" />
          }
          @default {
            <circle
              cx="6"
              cy="6"
              r="4.2"
              fill="none"
              stroke="currentColor"
              stroke-width="1.5"
              stroke-dasharray="2.2 2.2"
            />
          }
        }
      </svg>
      <span [class.vh]="!word()">{{ name() }}</span>
    </span>
  `,
})
export class SeverityMark {
  readonly level = input.required<string | undefined>();
  readonly word = input(false);
  readonly big = input(false);
  private readonly t = inject(Texts).t;
  protected readonly known = computed(() => toSeverity(this.level()));
  protected readonly name = computed(() => this.t(`severity.${this.known()}`));
}
