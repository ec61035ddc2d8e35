import { Directive, ElementRef, afterNextRender, inject } from '@angular/core';

/** Ionic's inner scroller takes no focus by itself: without it, a keyboard cannot scroll a long page. */
@Directive({ selector: 'ion-content' })
export class FocusableContent {
  constructor() {
    const element =
      inject<ElementRef<HTMLElement & { getScrollElement?(): Promise<HTMLElement> }>>(ElementRef);
    afterNextRender(async () => {
      await customElements.whenDefined('ion-content');
      const scroller = await element.nativeElement.getScrollElement?.();
      if (scroller) scroller.tabIndex = 0;
    });
  }
}
