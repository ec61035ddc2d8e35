import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { BarryIcon } from '../design/icon';
import { Texts } from '../design/text/texts';
import { Clock } from '../design/time/clock';
import type { Alert } from '../generated/api/models';
import { suppressionOf } from './suppression';

/** Why nobody is called for an alert, and until when; nothing where people are. */
@Component({
  selector: 'barry-suppressed',
  imports: [BarryIcon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'contents' },
  template: `
    @if (text(); as said) {
      <span class="quiet-note" [title]="full()"
        ><svg barryIcon="belloff" class="s14"></svg><span>{{ said }}</span></span
      >
    }
  `,
})
export class SuppressedNote {
  readonly alert = input.required<Alert>();
  private readonly texts = inject(Texts);
  private readonly clock = inject(Clock);
  private readonly by = computed(() => suppressionOf(this.alert()));
  protected readonly text = computed(() => {
    const by = this.by();
    if (by === undefined) return '';
    const why =
      by.name === undefined
        ? this.texts.word('noRing', by.why)
        : this.texts.t('snooze.maintenance', { name: by.name });
    if (by.until === undefined) return why;
    return this.texts.t('snooze.until', { why, time: this.clock.short(by.until) });
  });
  protected readonly full = computed(() => {
    const until = this.by()?.until;
    return until === undefined ? this.text() : `${this.text()} (${this.clock.full(until)})`;
  });
}
