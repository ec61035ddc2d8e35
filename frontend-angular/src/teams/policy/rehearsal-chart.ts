import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { Avatar } from '../../design/avatar';
import { Texts } from '../../design/text/texts';
import { stopwatch } from '../../design/time/format';
import type { Rehearsal } from './rehearsal';

const STEPS_OF_AXIS = [10, 30, 60, 120, 300, 600, 1800, 3600];

/** People down, time across; redrawn with every edit. A table says the same to screen readers. */
@Component({
  selector: 'barry-rehearsal-chart',
  imports: [Avatar],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'rehearsal' },
  template: `
    <div class="rh-grid" aria-hidden="true">
      <span></span>
      <div class="rh-lane steps">
        @for (step of steps(); track step.step) {
          <span class="rh-step" [style.left.%]="step.left" [style.width.%]="step.width">{{ step.name }}</span>
        }
      </div>
      @for (row of rows(); track row.person.userId) {
        <span class="who">
          <barry-avatar [id]="row.person.userId" [name]="row.person.name" /><span>{{ row.person.name }}</span>
        </span>
        <div class="rh-lane">
          @for (bar of row.bars; track bar.left) {
            <span class="rh-bar" [style.left.%]="bar.left" [style.width.%]="bar.width">{{ bar.text }}</span>
          }
        </div>
      }
      <b class="c-critical">{{ t('policy.lastResort') }}</b>
      <div class="rh-lane"><span class="rh-last" [style.left.%]="end()"></span></div>
      <span></span>
      <div class="rh-lane axis">
        @for (tick of ticks(); track tick.text) {
          <span class="rh-tick" [style.left.%]="tick.left">{{ tick.text }}</span>
        }
      </div>
      <div class="rh-lines">
        @for (tick of ticks(); track tick.text) {
          <i [style.left.%]="tick.left"></i>
        }
        <i class="end" [style.left.%]="end()"></i>
      </div>
    </div>
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
            <td>{{ clock(ring.from) }}</td>
            <td>{{ clock(ring.until) }}</td>
          </tr>
        }
      </tbody>
    </table>
  `,
})
export class RehearsalChart {
  readonly rehearsal = input.required<Rehearsal>();
  protected readonly t = inject(Texts).t;
  protected readonly clock = (seconds: number): string => stopwatch(seconds * 1000);

  private readonly whole = computed(() => Math.max(30, this.rehearsal().end) * 1.1);
  private readonly share = computed(
    () =>
      (seconds: number): number =>
        (100 * seconds) / this.whole(),
  );
  protected readonly end = computed(() => this.share()(this.rehearsal().end));
  protected readonly rows = computed(() => {
    const { rings } = this.rehearsal();
    const people = new Map(rings.map((ring) => [ring.person.userId, ring.person]));
    return [...people.values()].map((person) => ({
      person,
      bars: rings
        .filter((ring) => ring.person.userId === person.userId)
        .map(({ from, until }) => ({ ...this.span(from, until), text: `${until - from} s` })),
    }));
  });
  protected readonly steps = computed(() =>
    this.rehearsal().steps.map(({ step, from, until }) => ({
      step,
      ...this.span(from, until),
      name: this.t('policy.step', { step }),
    })),
  );
  protected readonly ticks = computed(() => {
    const every = STEPS_OF_AXIS.find((step) => this.whole() / step <= 8) ?? 7200;
    return Array.from({ length: Math.floor(this.whole() / every) + 1 }, (_, index) => ({
      left: this.share()(index * every),
      text: this.clock(index * every),
    }));
  });

  private span(from: number, until: number): { readonly left: number; readonly width: number } {
    return { left: this.share()(from), width: this.share()(until) - this.share()(from) };
  }
}
