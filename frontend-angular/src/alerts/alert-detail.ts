import { Dialog } from '@angular/cdk/dialog';
import { ChangeDetectionStrategy, Component, computed, inject, input, output, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { firstValueFrom } from 'rxjs';
import { BarryIcon } from '../design/icon';
import { ProblemNote, problemText } from '../design/problem-note';
import { SeverityMark } from '../design/severity-mark';
import { Skeleton } from '../design/skeleton';
import { becauseInWords } from '../design/text/because';
import { Texts } from '../design/text/texts';
import { Clock } from '../design/time/clock';
import { TimeAgo } from '../design/time/time-ago';
import { Toasts } from '../design/toasts';
import { Commands } from '../session/commands';
import { SimilarIncidents } from '../session/similar-incidents';
import { liveQuery } from '../session/live-query';
import { toProblem } from '../session/problem';
import { Session } from '../session/session';
import { SuppressedNote } from '../session/suppressed-note';
import { suppressionOf } from '../session/suppression';
import { AlertsApi } from './alerts-api';
import { type Snooze, SnoozeDialog, type SnoozeWish } from './snooze-dialog';

/** The opened alert: why it rang whom it rang, what its monitor said, and the delivery as it came. */
@Component({
  selector: 'barry-alert-detail',
  imports: [
    BarryIcon,
    ProblemNote,
    RouterLink,
    SeverityMark,
    SimilarIncidents,
    Skeleton,
    SuppressedNote,
    TimeAgo,
  ],
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
  private readonly dialog = inject(Dialog);
  private readonly session = inject(Session);
  private readonly clock = inject(Clock);
  protected readonly commands = inject(Commands);
  protected readonly texts = inject(Texts);
  protected readonly t = this.texts.t;
  protected readonly query = liveQuery({
    params: this.alertId,
    load: (id) => this.api.get(id),
    when: (event, id) => event.alertId === id || /^(escalation|maintenance)\b/.test(event.kind),
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

  protected readonly suppression = computed(() => {
    const alert = this.query.value();
    return alert === undefined ? undefined : suppressionOf(alert);
  });
  /** It is quiet for each of its teams, or for none. */
  protected readonly maySnooze = computed(
    () =>
      this.query.value()?.routes.every(({ teamId }) => this.session.responds(teamId)) === true &&
      this.session.user()?.role !== 'read-only',
  );

  protected because(code: string): string {
    return becauseInWords(code, this.texts);
  }

  protected isHttp(url: string): boolean {
    return /^https?:\/\//.test(url);
  }

  protected resolve(): Promise<void> {
    return this.act(() => this.api.resolve(this.alertId()));
  }

  protected async snooze(): Promise<void> {
    const opened = this.dialog.open<Snooze, SnoozeWish, SnoozeDialog>(SnoozeDialog, {
      data: { count: 1 },
      backdropClass: 'backdrop',
      panelClass: 'dialog-panel',
      autoFocus: 'dialog',
    });
    const wish = await firstValueFrom(opened.closed);
    if (wish === undefined) return;
    await this.act(async () => {
      const { suppressedUntil } = await this.api.snooze(this.alertId(), wish.minutes, wish.note);
      const time = suppressedUntil === undefined ? '' : this.clock.short(suppressedUntil);
      this.toasts.tell(this.t('snooze.done', { time }), () => void this.endSnooze());
    });
  }

  protected endSnooze(): Promise<void> {
    return this.act(async () => {
      await this.api.snooze(this.alertId(), 0, '');
      this.toasts.tell(this.t('snooze.isEnded'));
    });
  }

  private async act(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.toasts.fail(problemText(toProblem(error), this.texts));
    }
    this.query.refresh();
  }
}
