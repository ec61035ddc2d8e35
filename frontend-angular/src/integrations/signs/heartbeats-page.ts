import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Texts } from '../../design/text/texts';
import { liveQuery } from '../../session/live-query';
import { PageTop } from '../../session/page-top';
import { IntegrationsApi } from '../integrations-api';
import { HeartbeatTable } from './heartbeat-table';

/** All heartbeats of all integrations. */
@Component({
  selector: 'barry-heartbeats-page',
  imports: [HeartbeatTable, PageTop, RouterLink],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'main' },
  template: `
    <barry-top>
      <ng-container crumb>
        <a routerLink="/integrations">{{ t('nav.integrations') }}</a><span class="sep" aria-hidden="true"
          >/</span
        >
        <h1>{{ t('title.heartbeats') }}</h1>
      </ng-container>
    </barry-top>
    <main class="pane scroll">
      <p class="t2 heartbeats-lead">{{ t('signs.lead') }}</p>
      <barry-heartbeat-table [integrations]="integrations.value() ?? []" />
    </main>
  `,
})
export class HeartbeatsPage {
  private readonly api = inject(IntegrationsApi);
  protected readonly t = inject(Texts).t;
  protected readonly integrations = liveQuery({
    params: () => 'all',
    load: this.api.list,
    when: (event) => /^integration\.(created|deleted|updated)$/.test(event.kind),
  });
}
