import { ChangeDetectionStrategy, Component, input } from '@angular/core';
import type { Sentence } from '../generated/api/models';

/** Sentences below each other, as Barry says them. */
@Component({
  selector: 'barry-said',
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'contents' },
  template: `
    <ul class="said">
      @for (one of sentences(); track $index) {
        <li>{{ one.text }}</li>
      }
    </ul>
  `,
})
export class SaidList {
  readonly sentences = input.required<readonly Sentence[]>();
}
