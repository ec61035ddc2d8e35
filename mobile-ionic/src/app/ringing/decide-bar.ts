import { Component, computed, inject, input } from '@angular/core';
import { Times } from '../design/times';
import { Texts } from '../texts/texts';

/** Answered, not accepted yet: how long one may still read. The last twenty seconds are loud. */
@Component({
  selector: 'bar-decide-bar',
  template: `
    <div class="state" [class.late]="late()">
      <span class="dot"></span><span>{{ t('message.state') }}</span>
      @if (until()) {
        <span class="time tnum">{{ t('message.left', { time: times.countdown(until()) }) }}</span>
      }
    </div>
    <div class="count" [class.late]="late()"><span [style.width.%]="part()"></span></div>
  `,
  styles: `
    :host {
      display: block;
      padding-top: var(--safe-top);
      background: var(--bg);
    }
    .state {
      display: flex;
      align-items: center;
      gap: 9px;
      padding: 14px var(--gutter) 10px;
      font-size: 14px;
      font-weight: 600;
      color: var(--ringing);
      --c: var(--ringing);
    }
    .state.late {
      color: var(--critical);
      --c: var(--critical);
    }
    .time {
      margin-left: auto;
      color: var(--text);
      font-weight: 650;
      font-size: 15px;
    }
    .late .time {
      color: var(--critical);
    }
    .count {
      height: 3px;
      background: var(--line);
    }
    .count span {
      display: block;
      height: 100%;
      background: var(--ringing);
      transition: width 1s linear;
    }
    .count.late span {
      background: var(--critical);
    }
  `,
})
export class DecideBar {
  protected readonly t = inject(Texts).t;
  protected readonly times = inject(Times);
  readonly until = input<string>();
  /** The whole time there was, as far as it was seen here. */
  private most = 0;
  private readonly seconds = computed(() => this.times.secondsTo(this.until()));
  protected readonly late = computed(() => this.until() !== undefined && this.seconds() <= 20);
  protected readonly part = computed(() => {
    const seconds = this.seconds();
    this.most = Math.max(this.most, seconds, 1);
    return this.until() === undefined ? 100 : (seconds / this.most) * 100;
  });
}
