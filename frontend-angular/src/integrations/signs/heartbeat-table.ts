import { ChangeDetectionStrategy, Component, computed, inject, input, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Confirm } from '../../design/confirm-dialog';
import { BarryIcon } from '../../design/icon';
import { ProblemNote, problemText } from '../../design/problem-note';
import { SeverityMark } from '../../design/severity-mark';
import { Skeleton } from '../../design/skeleton';
import { Texts } from '../../design/text/texts';
import { duration } from '../../design/time/format';
import { TimeAgo } from '../../design/time/time-ago';
import { Toasts } from '../../design/toasts';
import type { Heartbeat, HeartbeatState, Integration } from '../../generated/api/models';
import { liveQuery } from '../../session/live-query';
import { poll } from '../../session/poll';
import { toProblem } from '../../session/problem';
import { Session } from '../../session/session';
import { HeartbeatAddress } from './heartbeat-address';
import { HeartbeatForm } from './heartbeat-form';
import { HeartbeatsApi } from './heartbeats-api';

const PILL: Readonly<Record<HeartbeatState, string>> = {
  waiting: 'no',
  beating: 'ok',
  missing: 'bad',
  paused: 'warn',
};
/** Beats are no news of their own: what is shown is asked for again so often. */
const AGAIN_MS = 10_000;

/** Heartbeats with their state; each opens to its address and its form. Of one integration, or of all. */
@Component({
  selector: 'barry-heartbeat-table',
  imports: [
    BarryIcon,
    HeartbeatAddress,
    HeartbeatForm,
    ProblemNote,
    RouterLink,
    SeverityMark,
    Skeleton,
    TimeAgo,
  ],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'contents' },
  templateUrl: './heartbeat-table.html',
})
export class HeartbeatTable {
  /** Absent: of all. */
  readonly integrationId = input<string>();
  /** Whose a new one may be. */
  readonly integrations = input.required<readonly Integration[]>();
  private readonly api = inject(HeartbeatsApi);
  private readonly session = inject(Session);
  private readonly toasts = inject(Toasts);
  private readonly confirm = inject(Confirm);
  protected readonly texts = inject(Texts);
  protected readonly t = this.texts.t;
  protected readonly pill = PILL;
  /** What is open below which row. */
  protected readonly open = signal<{ readonly id: string; readonly what: 'address' | 'form' } | undefined>(
    undefined,
  );
  protected readonly adding = signal(false);
  protected readonly query = liveQuery({
    params: computed(() => this.integrationId() ?? 'all'),
    load: (id) => this.api.list(id === 'all' ? undefined : id),
    when: (event) => event.kind.startsWith('heartbeat.'),
  });
  protected readonly editable = computed(() => this.integrations().filter((one) => this.mayEdit(one.teamId)));
  protected readonly missing = computed(
    () => (this.query.value() ?? []).filter(({ state }) => state === 'missing').length,
  );

  constructor() {
    poll(this.query, AGAIN_MS);
  }

  protected mayEdit(teamId: string): boolean {
    return this.session.responds(teamId);
  }

  protected said(seconds: number): string {
    return duration(seconds * 1000, this.texts.language());
  }

  protected toggle(id: string, what: 'address' | 'form'): void {
    const now = this.open();
    this.open.set(now?.id === id && now.what === what ? undefined : { id, what });
  }

  protected added(one: Heartbeat | undefined): void {
    this.adding.set(false);
    this.query.refresh();
    if (one) this.open.set({ id: one.heartbeatId, what: 'address' });
  }

  protected saved(): void {
    this.open.set(undefined);
    this.query.refresh();
  }

  protected pause(one: Heartbeat): Promise<void> {
    return this.act(() => this.api.pause(one.heartbeatId, one.state !== 'paused'));
  }

  protected async remove(one: Heartbeat): Promise<void> {
    const sure = await this.confirm.ask({
      title: this.t('signs.removeOf', { name: one.name }),
      text: this.t('signs.confirmRemove'),
      does: this.t('signs.remove'),
    });
    if (sure) await this.act(() => this.api.remove(one.heartbeatId));
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
