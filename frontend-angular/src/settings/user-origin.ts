import { ChangeDetectionStrategy, Component, inject, input } from '@angular/core';
import { Texts } from '../design/text/texts';
import { Clock } from '../design/time/clock';
import { liveQuery } from '../session/live-query';
import { SsoApi } from './sso-api';

/** By which ways somebody gets in. */
@Component({
  selector: 'barry-user-origin',
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'contents' },
  template: `
    @if (query.value(); as origin) {
      <section class="set">
        <h2>{{ t('sso.origin', { name: name() }) }}</h2>
        <ul class="set-list">
          @for (one of origin.identities; track one.subject) {
            <li>
              {{
                t('sso.byProvider', {
                  issuer: one.issuer,
                  subject: one.subject,
                  time: clock.full(one.lastUsedAt),
                })
              }}
            </li>
          }
          @if (origin.hasPassword) {
            <li>{{ t('sso.byPassword') }}</li>
          } @else if (origin.identities.length === 0) {
            <li class="t3">{{ t('sso.none') }}</li>
          }
        </ul>
        @if (origin.teamIds.length > 0) {
          <p class="t2">{{ texts.count('sso.fromGroups', origin.teamIds.length) }}</p>
        }
      </section>
    }
  `,
})
export class UserOrigin {
  readonly userId = input.required<string>();
  readonly name = input.required<string>();
  private readonly api = inject(SsoApi);
  protected readonly clock = inject(Clock);
  protected readonly texts = inject(Texts);
  protected readonly t = this.texts.t;
  protected readonly query = liveQuery({ params: this.userId, load: (userId) => this.api.originOf(userId) });
}
