import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { Texts } from '../design/text/texts';
import { duration } from '../design/time/format';
import type { PhoneCostList } from '../generated/api/models';
import { LevelMark } from './level-mark';
import { phoneLines } from './phone-costs.rules';

/** Telephone calls of the month: how many, how long, what they cost, and whether a cap was passed. */
@Component({
  selector: 'barry-phone-costs-table',
  imports: [LevelMark],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'contents' },
  template: `
    <section aria-labelledby="engine-phone-costs">
      <div class="sec">
        <h2 id="engine-phone-costs">{{ t('engine.phoneCosts', { month: list().month }) }}</h2>
      </div>
      @if (lines().length > 0) {
        <table class="engine-table">
          <thead>
            <tr>
              <th class="c-name">{{ t('engine.notifier') }}</th>
              <th>{{ t('engine.phoneTeam') }}</th>
              <th class="c-number num">{{ t('engine.phoneCalls') }}</th>
              <th class="c-number num">{{ t('engine.phoneTalk') }}</th>
              <th class="c-time num">{{ t('engine.phoneCost') }}</th>
              <th class="c-time num">{{ t('engine.phoneCap') }}</th>
              <th class="c-state">{{ t('engine.state') }}</th>
            </tr>
          </thead>
          <tbody>
            @for (one of lines(); track one.key) {
              <tr>
                <td [title]="one.notifier">
                  <b>{{ one.notifier }}</b>
                </td>
                <td>{{ one.teamName ?? t('engine.phoneAll') }}</td>
                <td class="num">{{ texts.number(one.calls) }}</td>
                <td class="num">{{ talk(one.seconds) }}</td>
                <td class="num">{{ money(one.cost, one.currency) }}</td>
                <td class="num">{{ one.cap ? money(one.cap.cap, one.cap.currency) : '–' }}</td>
                <td>
                  @if (one.cap; as cap) {
                    <barry-level
                      [level]="cap.passed ? 'late' : 'fine'"
                      [text]="t(cap.passed ? 'engine.phonePassed' : 'engine.phoneRoom')"
                    />
                  }
                </td>
              </tr>
            }
          </tbody>
        </table>
      } @else {
        <p class="engine-note">{{ t('engine.noPhoneCosts') }}</p>
      }
    </section>
  `,
})
export class PhoneCostsTable {
  readonly list = input.required<PhoneCostList>();
  protected readonly texts = inject(Texts);
  protected readonly t = this.texts.t;
  protected readonly lines = computed(() => phoneLines(this.list()));

  protected talk(seconds: number): string {
    return duration(seconds * 1000, this.texts.language());
  }

  /** Without rates in the settings there is nothing to say. */
  protected money(amount: number, currency: string): string {
    if (currency === '') return '–';
    return new Intl.NumberFormat(this.texts.language(), { style: 'currency', currency }).format(amount);
  }
}
