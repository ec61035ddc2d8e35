import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core';
import { BarryIcon } from '../design/icon';
import { Texts } from '../design/text/texts';
import { liveQuery } from '../session/live-query';
import { Session } from '../session/session';
import { IntegrationsApi } from './integrations-api';

/** Packages of the settings that are off: whoever can change the settings is told, where the source is looked for. */
@Component({
  selector: 'barry-refused-plugins',
  imports: [BarryIcon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'contents' },
  template: `
    @if (refused().length > 0) {
      <section class="refused-plugins" aria-labelledby="refused-plugins">
        <h2 id="refused-plugins"><svg barryIcon="warn"></svg>{{ t('plugins.refused') }}</h2>
        <p class="t2">{{ t('plugins.why') }}</p>
        <ul>
          @for (one of refused(); track $index) {
            <li>
              <code>{{ one.package }}</code>
              <span class="t2" [attr.lang]="isEnglish() ? null : 'en'">{{ one.reason }}</span>
            </li>
          }
        </ul>
      </section>
    }
  `,
  styles: `
    .refused-plugins {
      display: grid;
      gap: 6px;
      padding: 12px 20px;
      border-bottom: 1px solid var(--line);
    }
    h2 {
      display: flex;
      align-items: center;
      gap: 8px;
      font-size: 14px;
      font-weight: 600;
    }
    p {
      font-size: 12px;
    }
    ul {
      display: grid;
      gap: 4px;
      margin: 0;
      padding: 0;
      list-style: none;
    }
    li {
      display: flex;
      flex-wrap: wrap;
      gap: 2px 12px;
      overflow-wrap: anywhere;
    }
  `,
})
export class RefusedPlugins {
  private readonly api = inject(IntegrationsApi);
  private readonly session = inject(Session);
  private readonly texts = inject(Texts);
  protected readonly t = this.texts.t;
  protected readonly isEnglish = computed(() => this.texts.language() === 'en');
  private readonly query = liveQuery({
    params: () => (this.session.user()?.role === 'admin' ? 'all' : undefined),
    load: this.api.refusedPlugins,
  });
  protected readonly refused = computed(() => this.query.value() ?? []);
}
