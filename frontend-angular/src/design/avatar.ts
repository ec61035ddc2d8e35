import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { avatarLook, PERSON_SHAPES } from './avatar-shape';
import { BarryIcon } from './icon';

let serial = 0;

/** A person (one of six shapes with initials) or a team (rounded square with a glyph). */
@Component({
  selector: 'barry-avatar',
  imports: [BarryIcon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'av-host' },
  template: `
    <svg
      class="av"
      viewBox="0 0 24 24"
      [class]="'s' + size()"
      [attr.role]="label() ? 'img' : null"
      [attr.aria-label]="label() ? name() : null"
      [attr.aria-hidden]="label() ? null : 'true'"
    >
      @if (kind() === 'team') {
        <rect width="24" height="24" rx="5.5" [attr.fill]="look().colour" />
        <svg [barryIcon]="look().glyph" class="glyph" x="4.8" y="4.8" width="14.4" height="14.4" />
      } @else {
        <clipPath [attr.id]="clip"><path [attr.d]="shape()" /></clipPath>
        <g [attr.clip-path]="'url(#' + clip + ')'">
          <rect width="24" height="24" [attr.fill]="look().colour" />
          <circle [attr.cx]="look().shade" cy="27" r="15" fill="#000" opacity=".13" />
        </g>
        <text
          x="12"
          text-anchor="middle"
          font-weight="600"
          fill="#fff"
          [attr.y]="look().text.length > 1 ? 15.4 : 16.4"
          [attr.font-size]="look().text.length > 1 ? 9.6 : 12.5"
        >
          {{ look().text }}
        </text>
      }
    </svg>
  `,
})
export class Avatar {
  readonly id = input.required<string>();
  readonly name = input.required<string>();
  readonly kind = input<'person' | 'team'>('person');
  readonly size = input<14 | 16 | 18 | 20 | 24 | 28 | 32 | 40>(20);
  /** Say the name to screen readers: only where the name is not written beside it. */
  readonly label = input(false);

  protected readonly clip = `av-${++serial}`;
  protected readonly look = computed(() => avatarLook(this.id(), this.name()));
  protected readonly shape = computed(() => PERSON_SHAPES[this.look().shape] ?? PERSON_SHAPES[0]);
}
