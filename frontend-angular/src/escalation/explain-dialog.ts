import { DIALOG_DATA, DialogRef } from '@angular/cdk/dialog';
import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { RouterLink } from '@angular/router';
import { DialogFrame } from '../design/dialog-frame';
import { ProblemNote } from '../design/problem-note';
import { Skeleton } from '../design/skeleton';
import { Texts } from '../design/text/texts';
import { TimeAgo } from '../design/time/time-ago';
import { liveQuery } from '../session/live-query';
import { EscalationApi } from './escalation-api';

/** "Why these people?": the escalation's log in words, as it grows. */
@Component({
  selector: 'barry-explain-dialog',
  imports: [DialogFrame, ProblemNote, RouterLink, Skeleton, TimeAgo],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'contents' },
  template: `
    <barry-dialog [title]="t('explain.title')">
      <p class="t2">{{ data.title }}</p>
      <p>
        <a class="link" [routerLink]="['/escalations', data.escalationId, 'why']" (click)="dialog.close()">{{
          t('explain.whole')
        }}</a>
      </p>
      @if (log.problem(); as failure) {
        <barry-problem [failure]="failure" [retry]="true" (again)="log.refresh()" />
      }
      @if (log.value(); as rows) {
        <ol class="log">
          @for (row of rows; track row.version + (row.callId ?? '')) {
            <li>
              <span class="mono t3"><barry-ago [at]="row.at" form="seconds" /></span>
              <div>
                @for (line of row.lines; track $index) {
                  <p>{{ line }}</p>
                }
                @if (row.actorName) {
                  <p class="t3 small">{{ t('explain.by', { name: row.actorName }) }}</p>
                }
              </div>
            </li>
          }
        </ol>
      } @else if (!log.problem()) {
        <barry-skeleton />
      }
    </barry-dialog>
  `,
})
export class ExplainDialog {
  protected readonly data = inject<{ escalationId: string; title: string }>(DIALOG_DATA);
  protected readonly dialog = inject<DialogRef>(DialogRef);
  private readonly api = inject(EscalationApi);
  private readonly texts = inject(Texts);
  protected readonly t = this.texts.t;
  protected readonly log = liveQuery({
    params: () => ({ id: this.data.escalationId, language: this.texts.language() }),
    load: ({ id, language }) => this.api.log(id, language),
    when: (event, { id }) => event.escalationId === id,
  });
}
