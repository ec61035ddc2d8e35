import { DIALOG_DATA, DialogRef } from '@angular/cdk/dialog';
import { ChangeDetectionStrategy, Component, computed, inject, linkedSignal, signal } from '@angular/core';
import { FormsModule } from '@angular/forms';
import { Router } from '@angular/router';
import { DialogFrame } from '../design/dialog-frame';
import { BarryIcon } from '../design/icon';
import { ProblemNote } from '../design/problem-note';
import { SEVERITIES, type Severity } from '../design/severity';
import { SeverityMark } from '../design/severity-mark';
import { Texts } from '../design/text/texts';
import { Toasts } from '../design/toasts';
import type { EscalateWish } from '../session/commands';
import { Directory } from '../session/directory';
import { LiveBoard } from '../session/live-board';
import { liveQuery } from '../session/live-query';
import { type Problem, toProblem } from '../session/problem';
import { Session } from '../session/session';
import { EscalationApi, type Whom } from './escalation-api';
import { PeoplePicker } from './people-picker';
import { RingPreview } from './ring-preview';

type Way = 'team' | 'people' | 'policy';

/** Whom, how bad, what to say; and beside it exactly who will ring and when, before it starts. */
@Component({
  selector: 'barry-escalate-dialog',
  imports: [BarryIcon, DialogFrame, FormsModule, PeoplePicker, ProblemNote, RingPreview, SeverityMark],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'contents' },
  templateUrl: './escalate-dialog.html',
})
export class EscalateDialog {
  private readonly wish = inject<EscalateWish>(DIALOG_DATA);
  private readonly dialog = inject(DialogRef);
  private readonly api = inject(EscalationApi);
  private readonly board = inject(LiveBoard);
  private readonly router = inject(Router);
  private readonly toasts = inject(Toasts);
  private readonly session = inject(Session);
  protected readonly directory = inject(Directory);
  protected readonly texts = inject(Texts);
  protected readonly t = this.texts.t;
  protected readonly severities = SEVERITIES;
  protected readonly ways: readonly Way[] = ['team', 'people', 'policy'];

  protected readonly way = signal<Way>('team');
  protected readonly teamId = linkedSignal(
    () => this.wish.teamId ?? this.session.teams()[0]?.teamId ?? this.directory.teams()[0]?.teamId ?? '',
  );
  protected readonly policyId = linkedSignal(() => this.directory.policies()[0]?.policyId ?? '');
  protected readonly userIds = signal<readonly string[]>([]);
  protected readonly severity = signal<Severity>(this.wish.severity ?? 'high');
  protected readonly title = signal(this.wish.title ?? '');
  protected readonly message = signal(this.wish.message ?? '');
  protected readonly busy = signal(false);
  protected readonly problem = signal<Problem | undefined>(undefined);
  protected readonly touched = signal(false);

  private readonly whom = computed<Whom | undefined>(() => {
    switch (this.way()) {
      case 'team':
        return this.teamId() === '' ? undefined : { teamId: this.teamId() };
      case 'policy':
        return this.policyId() === '' ? undefined : { policyId: this.policyId() };
      case 'people':
        return this.userIds().length === 0 ? undefined : { userIds: this.userIds() };
    }
  });
  protected readonly preview = liveQuery({
    params: () => {
      const whom = this.whom();
      return whom === undefined ? undefined : { whom, severity: this.severity() };
    },
    load: ({ whom, severity }) => this.api.preview(whom, severity),
  });
  protected readonly shownPreview = computed(() =>
    this.whom() === undefined ? undefined : this.preview.value(),
  );
  protected readonly missing = computed(() => ({
    title: this.title().trim() === '',
    whom: this.whom() === undefined,
  }));

  protected async submit(): Promise<void> {
    this.touched.set(true);
    const whom = this.whom();
    if (this.busy() || whom === undefined || this.missing().title) return;
    this.busy.set(true);
    this.problem.set(undefined);
    try {
      const run = await this.api.start({
        whom,
        severity: this.severity(),
        title: this.title().trim(),
        message: this.message().trim(),
        ...(this.wish.incidentId === undefined ? {} : { incidentId: this.wish.incidentId }),
      });
      this.board.refresh();
      this.dialog.close();
      this.toasts.tell(this.t('escalate.started', { number: run.number }));
      if (this.wish.incidentId === undefined) await this.router.navigateByUrl('/');
    } catch (error) {
      this.problem.set(toProblem(error));
    } finally {
      this.busy.set(false);
    }
  }
}
