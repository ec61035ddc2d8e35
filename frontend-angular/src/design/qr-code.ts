import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { encode } from 'uqr';

/** Cameras look for a quiet border, and for dark on light: it is so in both looks. */
const BORDER = 4;

/** A text for a camera. */
@Component({
  selector: 'barry-qr',
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'contents' },
  template: `
    <svg
      class="qr"
      role="img"
      [attr.aria-label]="label()"
      [attr.viewBox]="'0 0 ' + drawn().size + ' ' + drawn().size"
      [attr.data-text]="text()"
      shape-rendering="crispEdges"
    >
      <rect width="100%" height="100%" fill="#fff" />
      <path [attr.d]="drawn().path" fill="#000" />
    </svg>
  `,
  styles: `
    .qr {
      width: 216px;
      height: 216px;
      border-radius: var(--radius);
      align-self: center;
    }
  `,
})
export class QrCode {
  readonly text = input.required<string>();
  readonly label = input.required<string>();
  protected readonly drawn = computed(() => {
    const { data, size } = encode(this.text(), { ecc: 'M', border: BORDER });
    const path = data
      .flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : [])))
      .join('');
    return { size, path };
  });
}
