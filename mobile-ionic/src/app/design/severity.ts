import { Component, computed, inject, input } from '@angular/core';
import type { Severity } from '../../generated/api/models';
import { Texts } from '../texts/texts';

/** Severity as shape and colour, always with its word: written, or said to a screen reader. */
@Component({
  selector: 'bar-severity',
  template: `
    <span class="sev" [class]="level()" [class.block]="look() === 'block'" [class.big]="look() === 'shape'">
      <svg viewBox="0 0 16 16" aria-hidden="true">
        @switch (level()) {
          @case ('critical') {
            <path d="M5 1h6l4 4v6l-4 4H5l-4-4V5Z" />
          }
          @case ('high') {
            <path d="M8 1 15.5 14.5H.5Z" />
          }
          @case ('warning') {
            <path d="M8 .8 15.2 8 8 15.2.8 8Z" />
          }
          @case ('info') {
            <circle cx="8" cy="8" r="6.5" />
          }
          @default {
            <circle
              cx="8"
              cy="8"
              r="6"
              fill="none"
              stroke="currentColor"
              stroke-width="2"
              stroke-dasharray="3 3"
            />
          }
        }
      </svg>
      <span [class.vh]="look() === 'shape'">{{ word() }}</span>
    </span>
  `,
  styles: ':host { display: contents; }',
})
export class SeverityMark {
  private readonly texts = inject(Texts);
  readonly level = input.required<Severity>();
  readonly look = input<'word' | 'shape' | 'block'>('word');
  protected readonly word = computed(() => this.texts.word('severity', this.level()));
}
