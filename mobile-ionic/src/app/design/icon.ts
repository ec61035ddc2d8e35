import { Component, computed, inject, input } from '@angular/core';
import { DomSanitizer } from '@angular/platform-browser';

/** One family: 24 px grid, strokes with round ends, in the colour of the text. */
const PATHS = {
  back: '<path d="m14.5 5-7 7 7 7"/>',
  right: '<path d="m9.5 6 6 6-6 6"/>',
  check: '<path d="m5 12.5 4.5 4.5L19 7.5"/>',
  x: '<path d="m6 6 12 12M18 6 6 18"/>',
  plus: '<path d="M12 5v14M5 12h14"/>',
  phone:
    '<path d="M5 4h3.500l1.800 4.500-2.200 1.600a12 12 0 0 0 5.800 5.800l1.600-2.200L20 15.500V19a1.500 1.500 0 0 1-1.700 1.500C10.500 19.800 4.200 13.500 3.500 5.700A1.500 1.500 0 0 1 5 4Z"/>',
  hangUp:
    '<path d="M3.500 14.800c-.9-1-.8-2.500.2-3.400 4.700-4 11.900-4 16.600 0 1 .9 1.100 2.400.2 3.400l-1.100 1.200-3.900-1.500-.3-2.700a10.500 10.500 0 0 0-6.400 0l-.3 2.700L4.600 16Z"/>',
  callMore:
    '<path d="M4.500 4.500H8l1.700 4.300-2.100 1.500a11.500 11.500 0 0 0 5.600 5.600l1.500-2.100 4.300 1.700V19a1.500 1.500 0 0 1-1.600 1.500A15 15 0 0 1 3 6.100a1.500 1.500 0 0 1 1.500-1.600ZM17 3.500v7m-3.500-3.500h7"/>',
  bell: '<path d="M6.500 16.500V11a5.500 5.500 0 0 1 11 0v5.500l1.500 1.500H5ZM10 20.500h4"/>',
  bellOff:
    '<path d="M8.500 6.800A5.500 5.500 0 0 1 17.500 11v3M6.500 10.500v6L5 18h12M10 20.500h4M4 4l16 16"/>',
  car: '<path d="M4 16.500v-4l2-5.500a1.500 1.500 0 0 1 1.400-1h9.200A1.500 1.500 0 0 1 18 7l2 5.500v4ZM4.500 12.500h15M5.500 16.500v2.300m13-2.300v2.300M7.500 14.500h1m7 0h1"/>',
  shieldX:
    '<path d="M12 20s-7-4.600-7-10V6l7-2.500L19 6v4c0 5.400-7 10-7 10Z"/><path d="m9.500 9.500 5 5m0-5-5 5"/>',
  shieldOk:
    '<path d="M12 20.500s-7-3.500-7-9.500V6l7-2.500L19 6v5c0 6-7 9.500-7 9.500Z"/><path d="m9 11.800 2.200 2.200 4-4.400"/>',
  moon: '<path d="M19.500 14.500A8 8 0 0 1 9.500 4.500a8 8 0 1 0 10 10Z"/>',
  pencil: '<path d="m5 19 1-4L16 5l3 3L9 18Z"/>',
  swap: '<path d="M4 8.500h12l-3-3m7 10H8l3 3"/>',
  link: '<path d="M9.500 14.500 14.500 9.500M8 11l-2.300 2.300a3.700 3.700 0 0 0 5.200 5.200L13 16m-2-8 2.300-2.300a3.700 3.700 0 0 1 5.200 5.200L16 13"/>',
  out: '<path d="M14 4.500h5.500V10M19.500 4.500 11 13M9 5.500H6A1.500 1.500 0 0 0 4.500 7v11A1.500 1.500 0 0 0 6 19.500h11a1.500 1.500 0 0 0 1.500-1.500v-3"/>',
  more: '<circle cx="12" cy="5.500" r=".8"/><circle cx="12" cy="12" r=".8"/><circle cx="12" cy="18.500" r=".8"/>',
  send: '<path d="M4 12 20 4.500 15.500 20l-3.700-6.300Z"/><path d="m11.800 13.700 3.700-4.200"/>',
  ok: '<circle cx="12" cy="12" r="8.500"/><path d="m8.300 12.300 2.600 2.600 4.800-5.300"/>',
  bad: '<circle cx="12" cy="12" r="8.500"/><path d="m9.200 9.200 5.600 5.600m0-5.600-5.600 5.600"/>',
  warn: '<path d="M12 4.500 21 19.500H3Z"/><path d="M12 10v4.500m0 2.300v.1"/>',
  offline:
    '<path d="M4 4l16 16M9.500 5.600A13 13 0 0 1 21 9M3 9a14 14 0 0 1 3.300-2.200M6.500 12.500A9 9 0 0 1 10 10.600m4.500.2a9 9 0 0 1 3 1.700M9.800 16a4 4 0 0 1 4.400 0M12 19.200v.1"/>',
  home: '<path d="M4 11.500 12 4.500l8 7V19a1 1 0 0 1-1 1h-4.500v-5.500h-5V20H5a1 1 0 0 1-1-1Z"/>',
  calendar:
    '<rect x="4" y="5.500" width="16" height="14.500" rx="2"/><path d="M4 10h16M8.500 3.500v4m7-4v4"/>',
  gear: '<circle cx="12" cy="12" r="3"/><path d="M12 3.500v2.600m0 11.800v2.600M3.500 12h2.600m11.800 0h2.600M6 6l1.800 1.800m8.400 8.400L18 18M18 6l-1.800 1.800M7.800 16.200 6 18"/>',
} as const;

export type IconName = keyof typeof PATHS;

@Component({
  selector: 'bar-icon',
  template: `<svg
    class="i"
    [class]="size()"
    viewBox="0 0 24 24"
    aria-hidden="true"
    [innerHTML]="path()"
  ></svg>`,
  styles: ':host { display: contents; }',
})
export class Icon {
  private readonly sanitizer = inject(DomSanitizer);
  readonly name = input.required<IconName>();
  readonly size = input<'' | 's' | 'xs' | 'l'>('');
  // Constants of this file: nothing from outside comes in here.
  protected readonly path = computed(() => this.sanitizer.bypassSecurityTrustHtml(PATHS[this.name()]));
}
