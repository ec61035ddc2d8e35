import { Component, computed, inject, input } from '@angular/core';
import { Directory } from '../session/directory';
import { avatarLook } from './avatar-look';

/** A person (round, with initials) or a team (square, with a glyph). The name stands beside it in words. */
@Component({
  selector: 'bar-avatar',
  template: `
    <svg class="av" [class]="size()" viewBox="0 0 40 40" aria-hidden="true">
      @if (kind() === 'team') {
        <rect width="40" height="40" rx="10.4" [attr.fill]="look().colour" />
        <path
          [attr.d]="look().glyph"
          fill="none"
          stroke="#fff"
          stroke-width="2.2"
          stroke-linejoin="round"
          stroke-linecap="round"
        />
      } @else {
        <circle cx="20" cy="20" r="20" [attr.fill]="look().colour" />
        <text x="20" y="20" dy=".36em" text-anchor="middle" font-weight="600" font-size="15" fill="#fff">
          {{ look().text }}
        </text>
      }
    </svg>
  `,
  styles: ':host { display: contents; }',
})
export class Avatar {
  private readonly directory = inject(Directory);
  /** Where only the name is known, the directory may know the id. */
  readonly id = input<string>('');
  readonly name = input.required<string>();
  readonly kind = input<'person' | 'team'>('person');
  readonly size = input<'xs' | 'sm' | '' | 'lg' | 'xl'>('');
  protected readonly look = computed(() =>
    avatarLook(this.id() || (this.directory.idOf(this.name()) ?? this.name()), this.name()),
  );
}
