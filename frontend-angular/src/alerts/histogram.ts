import { ChangeDetectionStrategy, Component, computed, inject, input, output, signal } from '@angular/core';
import { SEVERITIES } from '../design/severity';
import { Texts } from '../design/text/texts';
import { Clock } from '../design/time/clock';
import type { AlertCounts } from '../generated/api/models';
import { type Brush, brushAt, brushOf, moved, type Span, spanOf } from './brush';
import { bars, niceTop } from './histogram-bars';

const WIDTH = 1188;
const HEIGHT = 72;
/** Buckets at once, by Shift or the page keys. */
const LEAP = 10;

/** How many alerts began, stacked by severity; drawing over it narrows the list. The same numbers are a table for who cannot see it. */
@Component({
  selector: 'barry-histogram',
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'hist' },
  template: `
    <div
      class="hist-chart"
      (pointerdown)="begin($event)"
      (pointermove)="draw($event)"
      (pointerup)="finish($event)"
      (pointercancel)="drawn.set(undefined)"
    >
      <svg
        [attr.viewBox]="'0 0 ' + WIDTH + ' ' + (HEIGHT + 18)"
        preserveAspectRatio="none"
        aria-hidden="true"
      >
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
      @if (shade(); as at) {
        <i class="brush" [style.left.%]="at.left" [style.width.%]="at.width"></i>
      }
      @if (buckets() > 0) {
        <div role="group" [attr.aria-label]="t('alertFilter.brush')" [title]="t('alertFilter.brushHint')">
          @for (end of ends; track end) {
            <b
              class="brush-end"
              role="slider"
              tabindex="0"
              [style.left.%]="placeOf(end)"
              [attr.aria-label]="t(end === 'first' ? 'alertFilter.brushFrom' : 'alertFilter.brushUntil')"
              [attr.aria-valuemin]="0"
              [attr.aria-valuemax]="buckets()"
              [attr.aria-valuenow]="whole()[end]"
              [attr.aria-valuetext]="timeOf(end)"
              (keydown)="key($event, end)"
              (pointerdown)="$event.stopPropagation()"
            ></b>
          }
        </div>
      }
    </div>
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
  /** What the list is narrowed to; absent: the whole time. */
  readonly span = input<Span>();
  readonly brushed = output<Span | undefined>();
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

  protected readonly ends = ['first', 'last'] as const;
  protected readonly buckets = computed(() => this.list().length);
  private readonly startMs = computed(() => Date.parse(this.list()[0]?.from ?? ''));
  private readonly bucketMs = computed(() => (this.counts()?.bucketSeconds ?? 0) * 1000);
  /** While a finger or the mouse is down: where it went down, and where it is. */
  protected readonly drawn = signal<{ readonly from: number; readonly to: number } | undefined>(undefined);
  private readonly brush = computed((): Brush | undefined => {
    const [drawn, span] = [this.drawn(), this.span()];
    if (drawn !== undefined) return brushOf(drawn.from, drawn.to, this.buckets());
    return span === undefined ? undefined : brushAt(span, this.startMs(), this.bucketMs(), this.buckets());
  });
  protected readonly whole = computed(() => this.brush() ?? { first: 0, last: this.buckets() });
  protected readonly shade = computed(() => {
    const brush = this.brush();
    if (brush === undefined) return undefined;
    const share = 100 / Math.max(1, this.buckets());
    return { left: brush.first * share, width: (brush.last - brush.first) * share };
  });

  protected placeOf(end: 'first' | 'last'): number {
    return (100 * this.whole()[end]) / Math.max(1, this.buckets());
  }

  protected timeOf(end: 'first' | 'last'): string {
    const span = spanOf(this.whole(), this.startMs(), this.bucketMs());
    return this.clock.short(end === 'first' ? span.from : span.until);
  }

  protected begin(event: PointerEvent): void {
    if (event.button !== 0 || this.buckets() === 0) return;
    (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
    const from = shareOf(event);
    this.drawn.set({ from, to: from });
  }

  protected draw(event: PointerEvent): void {
    this.drawn.update((drawn) => drawn && { ...drawn, to: shareOf(event) });
  }

  protected finish(event: PointerEvent): void {
    const drawn = this.drawn();
    if (drawn === undefined) return;
    this.drawn.set(undefined);
    this.tell(brushOf(drawn.from, shareOf(event), this.buckets()));
  }

  protected key(event: KeyboardEvent, end: 'first' | 'last'): void {
    const step = event.shiftKey || event.key.startsWith('Page') ? LEAP : 1;
    const by = {
      ArrowLeft: -step,
      ArrowDown: -step,
      PageDown: -step,
      ArrowRight: step,
      ArrowUp: step,
      PageUp: step,
    }[event.key];
    const far = { Home: -this.buckets(), End: this.buckets() }[event.key];
    if (event.key === 'Escape' && this.span() !== undefined) this.brushed.emit(undefined);
    else if (by !== undefined || far !== undefined)
      this.tell(moved(this.whole(), end, by ?? far ?? 0, this.buckets()));
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  private tell(brush: Brush): void {
    const isWhole = brush.first === 0 && brush.last === this.buckets();
    this.brushed.emit(isWhole ? undefined : spanOf(brush, this.startMs(), this.bucketMs()));
  }
}

/** How far to the right on the chart, from 0 to 1. */
function shareOf(event: PointerEvent): number {
  const { left, width } = (event.currentTarget as HTMLElement).getBoundingClientRect();
  return (event.clientX - left) / Math.max(1, width);
}
