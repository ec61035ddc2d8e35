import { Directive, ElementRef, inject, signal } from '@angular/core';
import { Keys } from './keys';

/** `j` and `k` walk over the links or buttons marked `data-row` inside; the focus is the cursor. */
@Directive({
  selector: '[barryRows]',
  host: { '(pointerenter)': 'hovered.set(true)', '(pointerleave)': 'hovered.set(false)' },
  exportAs: 'barryRows',
})
export class Rows {
  readonly hovered = signal(false);
  private readonly element = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;

  constructor() {
    inject(Keys).bind(
      { keys: 'j', says: 'keys.nextRow', run: () => this.move(1) },
      { keys: 'k', says: 'keys.previousRow', run: () => this.move(-1) },
    );
  }

  private move(by: 1 | -1): void {
    const rows = [...this.element.querySelectorAll<HTMLElement>('[data-row]')];
    const at = rows.findIndex(
      (row) => row === document.activeElement || row.contains(document.activeElement),
    );
    const next = rows[at === -1 ? (by === 1 ? 0 : rows.length - 1) : at + by];
    next?.focus();
    next?.scrollIntoView({ block: 'nearest' });
  }
}
