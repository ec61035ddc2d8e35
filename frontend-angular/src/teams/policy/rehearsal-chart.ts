import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { Avatar } from '../../design/avatar';
import { Texts } from '../../design/text/texts';
import { stopwatch } from '../../design/time/format';
import type { Rehearsal } from './rehearsal';

const WIDTH = 708;
const ROW = 34;
const TOP = 26;

/** People down, time across; redrawn with every edit. A table says the same to screen readers. */
@Component({
  selector: 'barry-rehearsal-chart',
  imports: [Avatar],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'rehearsal' },
  template: `
    <div class="rehearsal-names" aria-hidden="true">
      @for (person of people(); track person.userId) {
        <span class="who"><barry-avatar [id]="person.userId" [name]="person.name" />{{ person.name }}</span>
      }
      <span class="c-critical"
        ><b>{{ t('policy.lastResort') }}</b></span
      >
    </div>
    <svg [attr.viewBox]="'0 0 ' + WIDTH + ' ' + height()" aria-hidden="true">
      @for (tick of ticks(); track tick.at) {
        <path class="grid" [attr.d]="'M' + tick.x + ' 20V' + (height() - 18)" />
        <text class="tick" [attr.x]="tick.x" [attr.y]="height() - 4" text-anchor="middle">
          {{ tick.text }}
        </text>
      }
      @for (step of stepBars(); track step.step) {
        <rect class="step" [attr.x]="step.x" y="0" [attr.width]="step.width" height="18" rx="3" />
        <text class="step-name" [attr.x]="step.x + 6" y="13">{{ step.name }}</text>
      }
      @for (bar of bars(); track $index) {
        <rect class="ringing" [attr.x]="bar.x" [attr.y]="bar.y" [attr.width]="bar.width" height="16" rx="3" />
        @if (bar.width > 34) {
          <text class="ringing-text" [attr.x]="bar.x + 6" [attr.y]="bar.y + 12">{{ bar.text }}</text>
        }
      }
      <path class="end" [attr.d]="'M' + endX() + ' 20V' + (height() - 18)" />
      <rect
        class="last"
        [attr.x]="endX()"
        [attr.y]="TOP + people().length * ROW + 7"
        [attr.width]="WIDTH - endX()"
        height="16"
        rx="3"
      />
    </svg>
    <table class="vh">
      <caption>
        {{
          t('policy.rehearsal')
        }}
      </caption>
      <thead>
        <tr>
          <th>{{ t('teams.name') }}</th>
          <th>{{ t('policy.from') }}</th>
          <th>{{ t('policy.until') }}</th>
        </tr>
      </thead>
      <tbody>
        @for (ring of rehearsal().rings; track $index) {
          <tr>
            <td>{{ ring.person.name }}</td>
            <td>{{ stopwatch(ring.from * 1000) }}</td>
            <td>{{ stopwatch(ring.until * 1000) }}</td>
          </tr>
        }
      </tbody>
    </table>
  `,
})
export class RehearsalChart {
  readonly rehearsal = input.required<Rehearsal>();
  protected readonly WIDTH = WIDTH;
  protected readonly TOP = TOP;
  protected readonly ROW = ROW;
  protected readonly stopwatch = stopwatch;
  protected readonly t = inject(Texts).t;

  protected readonly people = computed(() => {
    const seen = new Map(this.rehearsal().rings.map((ring) => [ring.person.userId, ring.person]));
    return [...seen.values()];
  });
  protected readonly height = computed(() => TOP + (this.people().length + 1) * ROW + 22);
  private readonly scale = computed(() => {
    const end = Math.max(30, this.rehearsal().end) * 1.1;
    return (seconds: number): number => Math.round((seconds / end) * (WIDTH - 8) * 10) / 10 + 4;
  });
  protected readonly endX = computed(() => this.scale()(this.rehearsal().end));
  protected readonly bars = computed(() => {
    const row = new Map(this.people().map((person, index) => [person.userId, index]));
    return this.rehearsal().rings.map((ring) => ({
      x: this.scale()(ring.from),
      y: TOP + (row.get(ring.person.userId) ?? 0) * ROW + 9,
      width: Math.max(2, this.scale()(ring.until) - this.scale()(ring.from) - 1),
      text: `${ring.until - ring.from} s`,
    }));
  });
  protected readonly stepBars = computed(() =>
    this.rehearsal().steps.map(({ step, from, until }) => ({
      step,
      x: this.scale()(from),
      width: Math.max(2, this.scale()(until) - this.scale()(from) - 2),
      name: this.t('policy.step', { step }),
    })),
  );
  protected readonly ticks = computed(() => {
    const end = Math.max(30, this.rehearsal().end) * 1.1;
    const every = [10, 30, 60, 120, 300, 600, 1800, 3600].find((step) => end / step <= 8) ?? 7200;
    return Array.from({ length: Math.floor(end / every) + 1 }, (_, index) => ({
      at: index * every,
      x: this.scale()(index * every),
      text: stopwatch(index * every * 1000),
    }));
  });
}
