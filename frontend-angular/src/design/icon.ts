import { computed, Directive, inject, input } from '@angular/core';
import { DomSanitizer } from '@angular/platform-browser';
import { ICONS, type IconName } from './icons';

/** `<svg barryIcon="now"></svg>`: drawn from our own set, silent for screen readers. */
@Directive({
  selector: 'svg[barryIcon]',
  host: {
    '[class.i]': 'true',
    '[attr.viewBox]': '"0 0 16 16"',
    '[attr.aria-hidden]': '"true"',
    '[innerHTML]': 'body()',
  },
})
export class BarryIcon {
  readonly name = input.required<IconName>({ alias: 'barryIcon' });
  private readonly sanitizer = inject(DomSanitizer);
  // The markup is a constant of this source tree, never data.
  protected readonly body = computed(() => this.sanitizer.bypassSecurityTrustHtml(ICONS[this.name()]));
}
