import { Component, computed, inject, input, output, signal } from '@angular/core';
import { Api } from '../../generated/api/api';
import { actOnAlerts } from '../../generated/api/functions';
import type { ActedAlert } from '../../generated/api/models';
import { Icon } from '../design/icon';
import { Sheet } from '../design/sheet';
import { Times } from '../design/times';
import { Clock } from '../session/clock';
import { problemOf, problemText } from '../session/problem';
import { Sender } from '../session/sender';
import { Texts } from '../texts/texts';
import { inSets, minutesOf, type Span, SPANS } from './snooze';

/** Quiet for a while: one tap says for how long. */
@Component({
  selector: 'bar-snooze-sheet',
  imports: [Icon, Sheet],
  template: `
    <bar-sheet [label]="title()" (closed)="closed.emit()">
      <h2>{{ title() }}</h2>
      <p class="dim">{{ t('snooze.what') }}</p>
      <div class="spans">
        @for (one of spans(); track one.span) {
          <button type="button" class="btn wide" [disabled]="busy()" (click)="snooze(one.span)">
            <bar-icon name="moon" /><span>{{ one.text }}</span>
            <span class="dim">{{ times.day(one.until) }}</span>
          </button>
        }
      </div>
      @if (wrong()) {
        <p class="wrong" role="alert">{{ wrong() }}</p>
      }
      <button type="button" class="btn wide" (click)="closed.emit()">{{ t('app.cancel') }}</button>
    </bar-sheet>
  `,
  styles: `
    .spans {
      display: grid;
      gap: 10px;
      margin: 14px 0;
    }
    .spans .btn {
      min-height: 56px;
      background: var(--surface);
    }
  `,
})
export class SnoozeSheet {
  private readonly api = inject(Api);
  private readonly clock = inject(Clock);
  private readonly sender = inject(Sender);
  private readonly texts = inject(Texts);
  protected readonly times = inject(Times);
  protected readonly t = this.texts.t;

  readonly alertIds = input.required<readonly string[]>();
  readonly closed = output();
  /** In words: how many, and until when. */
  readonly snoozed = output<string>();

  protected readonly busy = signal(false);
  protected readonly wrong = signal('');
  protected readonly title = computed(() => this.texts.count('snooze.title', this.alertIds().length));
  protected readonly spans = computed(() => {
    const now = this.clock.now();
    const words = { '15m': 'snooze.quarter', '1h': 'snooze.hour', morning: 'snooze.morning' } as const;
    return SPANS.map((span) => ({ span, text: this.t(words[span]), until: untilOf(span, now) }));
  });

  protected async snooze(span: Span): Promise<void> {
    this.busy.set(true);
    this.wrong.set('');
    const now = this.clock.now();
    const minutes = minutesOf(span, now);
    try {
      const results: ActedAlert[] = [];
      for (const alertIds of inSets(this.alertIds())) {
        const body = { action: 'snooze' as const, alertIds, minutes };
        const sent = await this.sender.send((context) => this.api.invoke(actOnAlerts, { body }, context));
        results.push(...sent.results);
      }
      const done = results.filter((one) => one.done).length;
      if (done === 0) this.wrong.set(this.t('snooze.none'));
      else {
        const time = this.times.day(untilOf(span, now));
        const left = results.length - done;
        const told = this.t('snooze.done', { time });
        this.snoozed.emit(left === 0 ? told : `${told} ${this.texts.count('snooze.left', left)}`);
      }
    } catch (error) {
      this.wrong.set(this.t(problemText(problemOf(error))));
    } finally {
      this.busy.set(false);
    }
  }
}

const untilOf = (span: Span, nowMs: number): string =>
  new Date(nowMs + minutesOf(span, nowMs) * 60_000).toISOString();
