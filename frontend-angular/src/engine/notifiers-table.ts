import { ChangeDetectionStrategy, Component, inject, input } from '@angular/core';
import { Glow } from '../design/glow';
import { Texts } from '../design/text/texts';
import { TimeAgo } from '../design/time/time-ago';
import type { Notifier } from '../generated/api/models';
import { LevelMark } from './level-mark';
import { type Level, levelOfNotifier } from './level.rules';

/** The configured notifiers: on, off or faulty, and why. */
@Component({
  selector: 'barry-notifiers-table',
  imports: [Glow, LevelMark, TimeAgo],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'contents' },
  template: `
    <section aria-labelledby="engine-notifiers">
      <div class="sec">
        <h2 id="engine-notifiers">{{ t('engine.notifiers') }}</h2>
      </div>
      <table class="engine-table">
        <thead>
          <tr>
            <th class="c-name">{{ t('engine.notifier') }}</th>
            <th class="c-state">{{ t('engine.state') }}</th>
            <th>{{ t('engine.because') }}</th>
            <th class="c-number num">{{ t('engine.sent') }}</th>
            <th class="c-number num">{{ t('engine.failed') }}</th>
            <th class="c-time num">{{ t('engine.last') }}</th>
          </tr>
        </thead>
        <tbody>
          @for (one of notifiers(); track one.name) {
            <tr [barryGlow]="one.state">
              <td [title]="one.name">
                <b>{{ one.name }}</b>
                @if (one.plugin !== one.name) {
                  <span class="t3"> {{ one.plugin }}</span>
                }
              </td>
              <td><barry-level [level]="level(one)" [text]="texts.word('notifierState', one.state)" /></td>
              <!-- In the words of the plugin and of the provider. -->
              <td class="wraps" lang="en">{{ one.reason ?? '' }}</td>
              <td class="num">{{ texts.number(one.sent) }}</td>
              <td class="num" [title]="one.lastFailure ?? ''">{{ texts.number(one.failed) }}</td>
              <td class="num t2">
                @if (one.lastSentAt; as at) {
                  <barry-ago [at]="at" />
                } @else {
                  –
                }
              </td>
            </tr>
          }
        </tbody>
      </table>
    </section>
  `,
})
export class NotifiersTable {
  readonly notifiers = input.required<readonly Notifier[]>();
  protected readonly texts = inject(Texts);
  protected readonly t = this.texts.t;

  protected level(one: Notifier): Level | 'off' {
    return one.state === 'off' ? 'off' : levelOfNotifier(one);
  }
}
