import { DIALOG_DATA, DialogRef } from '@angular/cdk/dialog';
import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core';
import { FormsModule } from '@angular/forms';
import { DialogFrame } from '../design/dialog-frame';
import { BarryIcon } from '../design/icon';
import { ProblemNote } from '../design/problem-note';
import { Texts } from '../design/text/texts';
import { Toasts } from '../design/toasts';
import type { CallMoreWish } from '../session/commands';
import { Directory } from '../session/directory';
import { LiveBoard } from '../session/live-board';
import { type Problem, toProblem } from '../session/problem';
import { EscalationApi } from './escalation-api';
import { PeoplePicker } from './people-picker';

/** Calls more people (or whole teams) in, or hands over to one. */
@Component({
  selector: 'barry-call-more-dialog',
  imports: [BarryIcon, DialogFrame, FormsModule, PeoplePicker, ProblemNote],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'contents' },
  template: `
    <barry-dialog [title]="wish.handOver ? t('callMore.handOverTitle') : t('callMore.title')">
      <form class="form" id="call-more-form" (ngSubmit)="submit()">
        <p class="t2">{{ wish.title }}</p>
        <barry-people-picker [(chosen)]="userIds" [single]="wish.handOver ?? false" />
        @if (!wish.handOver && wish.escalationId) {
          <fieldset class="field">
            <legend>{{ t('callMore.teams') }}</legend>
            <div class="chips">
              @for (team of directory.teams(); track team.teamId) {
                <button
                  type="button"
                  class="chip"
                  [class.on]="teamIds().includes(team.teamId)"
                  [attr.aria-pressed]="teamIds().includes(team.teamId)"
                  (click)="toggle(team.teamId)"
                >
                  {{ team.name }}
                </button>
              }
            </div>
          </fieldset>
        }
        <label class="field">
          <span>{{ t('escalate.message') }}</span>
          <textarea name="message" rows="2" maxlength="5000" [(ngModel)]="message"></textarea>
        </label>
        @if (touched() && nobody()) {
          <p class="field-error" role="alert">{{ t('escalate.needPeople') }}</p>
        }
        @if (problem(); as failure) {
          <barry-problem [failure]="failure" />
        }
      </form>
      <ng-container foot>
        <span class="grow"></span>
        <button type="submit" form="call-more-form" class="btn escal big" [disabled]="busy()">
          <svg barryIcon="phonecall"></svg>{{ wish.handOver ? t('callMore.handOver') : t('callMore.submit') }}
        </button>
      </ng-container>
    </barry-dialog>
  `,
})
export class CallMoreDialog {
  protected readonly wish = inject<CallMoreWish>(DIALOG_DATA);
  private readonly dialog = inject(DialogRef);
  private readonly api = inject(EscalationApi);
  private readonly board = inject(LiveBoard);
  private readonly toasts = inject(Toasts);
  protected readonly directory = inject(Directory);
  protected readonly t = inject(Texts).t;
  protected readonly userIds = signal<readonly string[]>([]);
  protected readonly teamIds = signal<readonly string[]>([]);
  protected readonly message = signal('');
  protected readonly busy = signal(false);
  protected readonly touched = signal(false);
  protected readonly problem = signal<Problem | undefined>(undefined);
  protected readonly nobody = computed(() => this.userIds().length + this.teamIds().length === 0);

  protected toggle(teamId: string): void {
    this.teamIds.update((all) =>
      all.includes(teamId) ? all.filter((other) => other !== teamId) : [...all, teamId],
    );
  }

  protected async submit(): Promise<void> {
    this.touched.set(true);
    if (this.busy() || this.nobody()) return;
    this.busy.set(true);
    this.problem.set(undefined);
    try {
      await this.call();
      this.board.refresh();
      this.dialog.close();
      this.toasts.tell(this.t('callMore.done'));
    } catch (error) {
      this.problem.set(toProblem(error));
    } finally {
      this.busy.set(false);
    }
  }

  private call(): Promise<unknown> {
    const { escalationId, incidentId, title, severity, handOver } = this.wish;
    const message = this.message().trim();
    if (escalationId === undefined) {
      return this.api.start({
        whom: { userIds: this.userIds() },
        severity: severity ?? 'high',
        title,
        message,
        ...(incidentId === undefined ? {} : { incidentId }),
      });
    }
    const taker = this.userIds()[0];
    if (handOver === true && taker !== undefined) return this.api.handOver(escalationId, taker, message);
    return this.api.add(escalationId, this.userIds(), this.teamIds(), message);
  }
}
