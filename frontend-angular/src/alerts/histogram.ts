import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { SEVERITIES } from '../design/severity';
import { Texts } from '../design/text/texts';
import { Clock } from '../design/time/clock';
import type { AlertCounts } from '../generated/api/models';
import { bars, niceTop } from './histogram-bars';

const WIDTH = 1188;
const HEIGHT = 72;

/** How many alerts began, stacked by severity; the same numbers are a table for who cannot see it. */
@Component({
  selector: 'barry-histogram',
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'hist' },
  template: `
    <svg [attr.viewBox]="'0 0 ' + WIDTH + ' ' + (HEIGHT + 18)" preserveAspectRatio="none" aria-hidden="true">
      <path [attr.d]="'M0 ' + HEIGHT + 'H' + WIDTH" class="axis" />
      <path d="M0 8H1188" class="grid" />
      @for (bar of shown(); track $index) {
        <rect
          [attr.x]="bar.x"
          [attr.y]="bar.y"
          [attr.width]="bar.width"
          [attr.height]="bar.height"
          [attr.class]="'bar ' + bar.severity"
        />
      }
    </svg>
    <div class="hist-ticks" aria-hidden="true">
      @for (tick of ticks(); track $index) {
        <span>{{ tick }}</span>
      }
    </div>
    <span class="hist-top" aria-hidden="true">{{ top() }}</span>
    <table class="vh">
      <caption>
        {{
          t('alerts.histogram')
        }}
      </caption>
      <thead>
        <tr>
          <th>{{ t('alerts.time') }}</th>
          @for (severity of severities; track severity) {
            <th>{{ texts.word('severity', severity) }}</th>
          }
        </tr>
      </thead>
      <tbody>
        @for (count of filled(); track count.from) {
          <tr>
            <th>{{ clock.short(count.from) }}</th>
            @for (severity of severities; track severity) {
              <td>{{ count[severity] }}</td>
            }
          </tr>
        }
      </tbody>
    </table>
  `,
})
export class Histogram {
  readonly counts = input.required<AlertCounts | undefined>();
  readonly parts = input(8);
  protected readonly WIDTH = WIDTH;
  protected readonly HEIGHT = HEIGHT;
  protected readonly severities = SEVERITIES;
  protected readonly clock = inject(Clock);
  protected readonly texts = inject(Texts);
  protected readonly t = this.texts.t;
  private readonly list = computed(() => this.counts()?.counts ?? []);
  protected readonly top = computed(() => niceTop(this.list()));
  protected readonly shown = computed(() => bars(this.list(), WIDTH, HEIGHT - 8, 8, this.top()));
  protected readonly filled = computed(() =>
    this.list().filter((count) => SEVERITIES.some((severity) => count[severity] > 0)),
  );
  protected readonly ticks = computed(() => {
    const [first, second] = this.list();
    if (first === undefined || second === undefined) return [];
    const from = Date.parse(first.from);
    const whole = (Date.parse(second.from) - from) * this.list().length;
    return Array.from({ length: this.parts() + 1 }, (_, part) =>
      this.clock.short(new Date(from + (whole * part) / this.parts()).toISOString()),
    );
  });
}
