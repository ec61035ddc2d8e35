import { Component, inject } from '@angular/core';
import { IonContent, IonFooter } from '@ionic/angular';
import { Api } from '../../generated/api/api';
import { onDuty } from '../../generated/api/functions';
import { Avatar } from '../design/avatar';
import { FocusableContent } from '../design/focusable-content';
import { query } from '../design/query';
import { Tabs } from '../design/tabs';
import { Times } from '../design/times';
import { Session } from '../session/session';
import { Texts } from '../texts/texts';

/** Who is on duty now, and who is next, of every schedule. */
@Component({
  selector: 'bar-duty-page',
  imports: [Avatar, FocusableContent, IonContent, IonFooter, Tabs],
  host: { class: 'ion-page' },
  template: `
    <ion-content>
      <div class="top">
        <h1>{{ t('duty.title') }}</h1>
      </div>
      @for (duty of duties.value()?.duties; track duty.scheduleId) {
        <h2 class="sec">
          <span>{{ duty.scheduleName }}</span><span class="team">{{ duty.teamName }}</span>
        </h2>
        <ul class="rows">
          @for (shift of [duty.now, duty.next]; track $index) {
            <li [class.mine]="shift?.userId === me()">
              @if (shift) {
                <bar-avatar [id]="shift.userId" [name]="shift.userName" />
                <span class="t">
                  <b
                    >{{ shift.userName }}
                    @if (shift.userId === me()) {
                      <span class="chip taken">{{ t('duty.mine') }}</span>
                    }
                    @if (shift.override) {
                      <span class="chip">{{ t('duty.override') }}</span>
                    }
                  </b>
                  <span class="sub">{{
                    $first
                      ? t('duty.until', { time: times.day(shift.until) })
                      : t('duty.from', { time: times.day(shift.from) })
                  }}</span>
                </span>
              } @else {
                <span class="t dim">{{ t('duty.nobody') }}</span>
              }
              <span class="e">{{ t($first ? 'duty.now' : 'duty.next') }}</span>
            </li>
          }
        </ul>
      } @empty {
        <p class="empty dim">{{ duties.value() ? t('duty.empty') : t('app.loading') }}</p>
      }
    </ion-content>
    <ion-footer class="ion-no-border"><bar-tabs /></ion-footer>
  `,
  styles: `
    .team {
      font-weight: 500;
    }
    .empty {
      padding: 24px var(--gutter);
    }
    .chip {
      margin-left: 6px;
    }
  `,
})
export class DutyPage {
  private readonly api = inject(Api);
  protected readonly t = inject(Texts).t;
  protected readonly times = inject(Times);
  protected readonly me = inject(Session).userId;
  protected readonly duties = query(() => this.api.invoke(onDuty, {}), {
    keep: 'duties',
    on: ({ kind }) => kind.startsWith('schedule.'),
  });

  ionViewWillEnter(): void {
    void this.duties.reload();
  }
}
