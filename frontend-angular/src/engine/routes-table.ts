import { ChangeDetectionStrategy, Component, inject, input } from '@angular/core';
import { Glow } from '../design/glow';
import { Texts } from '../design/text/texts';
import { TimeAgo } from '../design/time/time-ago';
import type { Route } from '../generated/api/models';
import { LevelMark } from './level-mark';
import { levelOfRoute } from './level.rules';

/** Whether pushes make telephones ring, provider by provider, and what follows when they do not. */
@Component({
  selector: 'barry-routes-table',
  imports: [Glow, LevelMark, TimeAgo],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'contents' },
  template: `
    <section aria-labelledby="engine-routes">
      <div class="sec">
        <h2 id="engine-routes">{{ t('engine.routes') }}</h2>
      </div>
      @if (routes().length > 0) {
        <table class="engine-table">
          <thead>
            <tr>
              <th class="c-name">{{ t('engine.route') }}</th>
              <th class="c-route-state">{{ t('engine.state') }}</th>
              <th>{{ t('engine.because') }}</th>
              <th class="c-time">{{ t('engine.since') }}</th>
              <th class="c-count num" [title]="t('engine.rangNote')">{{ t('engine.rang') }}</th>
            </tr>
          </thead>
          <tbody>
            @for (one of routes(); track one.route) {
              <tr [barryGlow]="one.state">
                <td class="mono" [title]="one.route">{{ one.route }}</td>
                <td><barry-level [level]="level(one)" [text]="texts.word('routeState', one.state)" /></td>
                <td [title]="texts.word('routeBecause', one.because)">
                  {{ texts.word('routeBecause', one.because) }}
                </td>
                <td class="t2"><barry-ago [at]="one.since" /></td>
                <td class="num">
                  {{ t('engine.rangOf', { rang: one.rang, attempts: one.attempts }) }}
                </td>
              </tr>
            }
          </tbody>
        </table>
        <p class="engine-note">{{ t('engine.rangNote') }}</p>
      } @else {
        <p class="engine-note">{{ t('engine.noRoutes') }}</p>
      }
    </section>
  `,
})
export class RoutesTable {
  readonly routes = input.required<readonly Route[]>();
  protected readonly texts = inject(Texts);
  protected readonly t = this.texts.t;

  protected readonly level = ({ state }: Route): ReturnType<typeof levelOfRoute> => levelOfRoute(state);
}
