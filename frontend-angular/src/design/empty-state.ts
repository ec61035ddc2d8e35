import { ChangeDetectionStrategy, Component, input } from '@angular/core';

/** What this place is for, and the one button that starts it (projected). */
@Component({
  selector: 'barry-empty',
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'empty' },
  template: `
    @if (sticker(); as name) {
      <img [src]="'stickers/' + name + '.svg'" alt="" width="96" height="96" />
    }
    <p>{{ text() }}</p>
    <ng-content />
  `,
})
export class EmptyState {
  readonly text = input.required<string>();
  readonly sticker = input<string>();
}
