import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { Texts } from './text/texts';

export const STATUSES = [
  'open',
  'investigating',
  'mitigated',
  'resolved',
  'firing',
  'acked',
  'suppressed',
  'delayed',
  'calling',
  'accepted',
  'exhausted',
  'cancelled',
] as const;
export type Status = (typeof STATUSES)[number];

/** Status as glyph and word; the colour only repeats what both already say. */
@Component({
  selector: 'barry-status',
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'contents' },
  template: `
    <span class="st" [class]="status()">
      <svg viewBox="0 0 12 12" aria-hidden="true">
        @switch (glyph()) {
          @case ('flame') {
            <path
              fill="currentColor"
              d="M6 .8c.5 2 3.600 3.300 3.600 6.300A3.600 3.600 0 0 1 6 11.200a3.600 3.600 0 0 1-3.600-4.100c0-1.400.8-2.200 1.500-3 .2 1 .6 1.400 1 1.500C4.800 4 5 2.200 6 .8Z"
            />
          }
          @case ('check') {
            <circle cx="6" cy="6" r="5" fill="currentColor" />
            <path
              d="m3.700 6.200 1.600 1.600 3-3.400"
              fill="none"
              stroke="var(--surface)"
              stroke-width="1.4"
            />
          }
          @case ('tick') {
            <path d="m2 6.500 2.600 2.600L10 3.200" fill="none" stroke="currentColor" stroke-width="1.6" />
          }
          @case ('cross') {
            <path d="m2.500 2.500 7 7m0-7-7 7" fill="none" stroke="currentColor" stroke-width="1.5" />
          }
          @default {
            <circle cx="6" cy="6" r="4.3" fill="none" stroke="currentColor" stroke-width="1.5" />
            @if (glyph() === 'half') {
              <path d="M6 2.800a3.200 3.200 0 0 1 0 6.400Z" fill="currentColor" />
            } @else if (glyph() === 'most') {
              <path d="M6 2.800a3.200 3.200 0 1 1-3.200 3.200H6Z" fill="currentColor" />
            }
          }
        }
      </svg>
      <span>{{ word() }}</span>
    </span>
  `,
})
export class StatusMark {
  readonly status = input.required<Status>();
  private readonly t = inject(Texts).t;
  protected readonly word = computed(() => this.t(`status.${this.status()}`));
  protected readonly glyph = computed(() => GLYPH[this.status()]);
}

const GLYPH: Record<Status, 'ring' | 'half' | 'most' | 'check' | 'tick' | 'cross' | 'flame'> = {
  open: 'ring',
  investigating: 'half',
  mitigated: 'most',
  resolved: 'check',
  firing: 'flame',
  acked: 'tick',
  suppressed: 'cross',
  delayed: 'ring',
  calling: 'half',
  accepted: 'check',
  exhausted: 'cross',
  cancelled: 'cross',
};
