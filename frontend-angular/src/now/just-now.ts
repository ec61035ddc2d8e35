import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { RouterLink } from '@angular/router';
import { EventLine } from '../session/event-line';
import { Texts } from '../design/text/texts';
import { liveQuery } from '../session/live-query';
import { Session } from '../session/session';
import { NowApi } from './now-api';

/** The last few events of the viewer's teams. */
@Component({
  selector: 'barry-just-now',
  imports: [EventLine, RouterLink],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @if ((query.value()?.length ?? 0) > 0) {
      <div class="sec">
        <h2>{{ t('now.justNow') }}</h2>
        <div class="r">
          <a class="link" routerLink="/timeline">{{ t('nav.timeline') }}</a><span aria-hidden="true"
            ><kbd>G</kbd><kbd>T</kbd></span
          >
        </div>
      </div>
      <ul class="event-list">
        @for (event of query.value(); track event.position) {
          <li><barry-event-line [event]="event" /></li>
        }
      </ul>
    }
  `,
})
export class JustNow {
  private readonly api = inject(NowApi);
  private readonly session = inject(Session);
  protected readonly t = inject(Texts).t;
  protected readonly query = liveQuery({
    params: () => this.session.user()?.userId,
    load: this.api.lately,
    when: () => true,
  });
}
