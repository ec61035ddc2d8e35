import { Directive, effect, ElementRef, inject, input } from '@angular/core';

/** A row that changed glows once. Bind whatever changes with it: a version, a time, a status. */
@Directive({ selector: '[barryGlow]' })
export class Glow {
  readonly mark = input.required<string | number | undefined>({ alias: 'barryGlow' });
  private readonly element = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;

  constructor() {
    let before: string | number | undefined;
    let first = true;
    effect(() => {
      const mark = this.mark();
      if (!first && mark !== before) {
        this.element.classList.remove('glow');
        // Reading the layout restarts the animation when it is still running.
        void this.element.offsetWidth;
        this.element.classList.add('glow');
      }
      before = mark;
      first = false;
    });
  }
}
