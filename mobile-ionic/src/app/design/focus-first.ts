import { Directive, ElementRef, afterNextRender, inject } from '@angular/core';

/** Takes the focus when it appears: a screen reader begins there, and Tab goes on from there. */
@Directive({ selector: '[barFocusFirst]', host: { tabindex: '-1' } })
export class FocusFirst {
  constructor() {
    const element = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
    afterNextRender(async () => {
      element.focus({ preventScroll: true });
      if (document.activeElement !== document.body) return;
      // Ionic hides what is in its scroller until it has drawn that, and what is hidden takes no focus.
      const content = element.closest<HTMLIonContentElement>('ion-content');
      await customElements.whenDefined('ion-content');
      await content?.getScrollElement?.();
      if (document.activeElement === document.body) element.focus({ preventScroll: true });
    });
  }
}
