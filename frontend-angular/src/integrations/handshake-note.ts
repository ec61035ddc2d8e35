import { ChangeDetectionStrategy, Component, computed, inject, input, signal } from '@angular/core';
import { problemText } from '../design/problem-note';
import { Texts } from '../design/text/texts';
import { TimeAgo } from '../design/time/time-ago';
import { Toasts } from '../design/toasts';
import type { ConfirmWay } from '../generated/api/models';
import { liveQuery } from '../session/live-query';
import { toProblem } from '../session/problem';
import { IntegrationsApi } from './integrations-api';

/** A sender that asks whether its address is meant; where the house does not answer by itself, a person does. */
@Component({
  selector: 'barry-handshake-note',
  imports: [TimeAgo],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'contents' },
  template: `
    @for (one of open(); track one.handshakeId) {
      <div class="hit ask" role="status">
        <div>
          <h2>
            {{
              t(one.state === 'due' ? 'integrations.handshakeDue' : 'integrations.handshakeWaiting', {
                host: one.host,
              })
            }}
          </h2>
          <p class="t2">
            @if (one.about; as about) {
              <span class="mono">{{ about }}</span> ·
            }
            <barry-ago [at]="one.receivedAt" />
            @if (!one.isProved) {
              · {{ t('integrations.handshakeUnproved') }}
            }
            @if (one.failure; as failure) {
              · {{ t('integrations.handshakeFailed', { why: failure }) }}
            }
          </p>
        </div>
        @if (mayEdit() && one.state === 'waiting') {
          <span class="go">
            <button
              type="button"
              class="btn pri"
              [disabled]="busy()"
              (click)="confirm(one.handshakeId, 'server')"
            >
              {{ t('integrations.handshakeConfirm') }}
            </button>
            <button
              type="button"
              class="btn"
              [disabled]="busy()"
              (click)="confirm(one.handshakeId, 'browser')"
            >
              {{ t('integrations.handshakeBrowser') }}
            </button>
          </span>
        }
      </div>
    }
    @if (address(); as url) {
      <div class="hit ask" role="status">
        <div>
          <h2>{{ t('integrations.handshakeOpen') }}</h2>
          <p class="t2">{{ t('integrations.handshakeOpenNote') }}</p>
        </div>
        <a
          class="btn pri go"
          [href]="url"
          target="_blank"
          rel="noopener noreferrer"
          (click)="address.set('')"
          >{{ t('integrations.handshakeOpen') }}</a
        >
      </div>
    }
  `,
})
export class HandshakeNote {
  readonly integrationId = input.required<string>();
  readonly mayEdit = input.required<boolean>();
  private readonly api = inject(IntegrationsApi);
  private readonly toasts = inject(Toasts);
  private readonly texts = inject(Texts);
  protected readonly t = this.texts.t;
  protected readonly busy = signal(false);
  /** Where a person confirms it themselves. */
  protected readonly address = signal('');
  private readonly query = liveQuery({
    params: this.integrationId,
    load: (id) => this.api.handshakes(id),
    when: (event, id) => event['integrationId'] === id,
  });
  protected readonly open = computed(() =>
    (this.query.value() ?? []).filter(({ state }) => state !== 'confirmed'),
  );

  protected async confirm(handshakeId: string, way: ConfirmWay): Promise<void> {
    this.busy.set(true);
    try {
      this.address.set((await this.api.confirmHandshake(handshakeId, way)).openUrl ?? '');
    } catch (error) {
      this.toasts.fail(problemText(toProblem(error), this.texts));
    } finally {
      this.busy.set(false);
    }
    this.query.refresh();
  }
}
