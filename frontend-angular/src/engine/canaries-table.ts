import { ChangeDetectionStrategy, Component, inject, input } from '@angular/core';
import { Glow } from '../design/glow';
import { Texts } from '../design/text/texts';
import { TimeAgo } from '../design/time/time-ago';
import type { Canary } from '../generated/api/models';
import { LevelMark } from './level-mark';
import { type Level, levelOfCanary } from './level.rules';

/** Whether an alert through each public address rings, and when one last did. */
@Component({
  selector: 'barry-canaries-table',
  imports: [Glow, LevelMark, TimeAgo],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'contents' },
  template: `
    <section aria-labelledby="engine-canaries">
      <div class="sec">
        <h2 id="engine-canaries">{{ t('engine.canaries') }}</h2>
      </div>
      <table class="engine-table">
        <thead>
          <tr>
            <th class="c-chore">{{ t('engine.canaryAddress') }}</th>
            <th class="c-state">{{ t('engine.state') }}</th>
            <th>{{ t('engine.because') }}</th>
            <th class="c-time num">{{ t('engine.canaryProof') }}</th>
          </tr>
        </thead>
        <tbody>
          @for (one of canaries(); track one.url) {
            <tr [barryGlow]="one.dead ? 'dead' : 'rings'">
              <td class="mono" [title]="one.url">{{ one.url }}</td>
              <td><barry-level [level]="level(one)" [text]="word(one)" /></td>
              <td class="wraps">
                @if (one.failure; as failure) {
                  <span lang="en">{{ failure }}</span>
                } @else if (one.dead) {
                  {{ t('engine.canarySilent') }}
                }
              </td>
              <td class="num t2">
                @if (one.provedAt; as at) {
                  <barry-ago [at]="at" />
                } @else {
                  {{ t('engine.never') }}
                }
              </td>
            </tr>
          }
        </tbody>
      </table>
      <p class="engine-note">{{ t('engine.canaryNote') }}</p>
    </section>
  `,
})
export class CanariesTable {
  readonly canaries = input.required<readonly Canary[]>();
  protected readonly t = inject(Texts).t;

  protected readonly level = (one: Canary): Level => levelOfCanary(one);

  protected word({ dead, provedAt }: Canary): string {
    if (dead) return this.t('engine.canaryDead');
    return this.t(provedAt === undefined ? 'engine.canaryWaits' : 'engine.canaryRings');
  }
}
