import { ChangeDetectionStrategy, Component, computed, inject, input, output, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { BarryIcon } from '../design/icon';
import { ProblemNote, problemText } from '../design/problem-note';
import { SeverityMark } from '../design/severity-mark';
import { Skeleton } from '../design/skeleton';
import { becauseInWords } from '../design/text/because';
import { Texts } from '../design/text/texts';
import { TimeAgo } from '../design/time/time-ago';
import { Toasts } from '../design/toasts';
import { Commands } from '../session/commands';
import { liveQuery } from '../session/live-query';
import { toProblem } from '../session/problem';
import { AlertsApi } from './alerts-api';

/** The opened alert: why it rang whom it rang, what its monitor said, and the delivery as it came. */
@Component({
  selector: 'barry-alert-detail',
  imports: [BarryIcon, ProblemNote, RouterLink, SeverityMark, Skeleton, TimeAgo],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: {
    class: 'det scroll',
    role: 'complementary',
    tabindex: '0',
    '[attr.aria-label]': 't("alerts.detail")',
  },
  templateUrl: './alert-detail.html',
})
export class AlertDetail {
  readonly alertId = input.required<string>();
  readonly closed = output();
  private readonly api = inject(AlertsApi);
  private readonly toasts = inject(Toasts);
  protected readonly commands = inject(Commands);
  protected readonly texts = inject(Texts);
  protected readonly t = this.texts.t;
  protected readonly query = liveQuery({
    params: this.alertId,
    load: (id) => this.api.get(id),
    when: (event, id) => event.alertId === id || event.kind.startsWith('escalation'),
  });
  protected readonly rawId = signal<string | undefined>(undefined);
  protected readonly raw = liveQuery({
    params: this.rawId,
    load: (id) => this.api.delivery(id),
  });
  protected readonly labels = computed(() => Object.entries(this.query.value()?.labels ?? {}));
  protected readonly details = computed(() => {
    const details: unknown = this.query.value()?.details;
    return details === undefined ? '' : JSON.stringify(details, undefined, 2);
  });
  protected readonly rawBody = computed(() => {
    const delivery = this.raw.value();
    if (delivery === undefined || delivery.deliveryId !== this.rawId()) return undefined;
    try {
      return JSON.stringify(JSON.parse(delivery.body), undefined, 2);
    } catch {
      return delivery.body;
    }
  });

  protected because(code: string): string {
    return becauseInWords(code, this.texts);
  }

  protected isHttp(url: string): boolean {
    return /^https?:\/\//.test(url);
  }

  protected async resolve(): Promise<void> {
    try {
      await this.api.resolve(this.alertId());
    } catch (error) {
      this.toasts.fail(problemText(toProblem(error), this.texts));
    }
    this.query.refresh();
  }
}
