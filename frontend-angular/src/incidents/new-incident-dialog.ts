import { DIALOG_DATA, DialogRef } from '@angular/cdk/dialog';
import { ChangeDetectionStrategy, Component, computed, inject, linkedSignal, signal } from '@angular/core';
import { FormsModule } from '@angular/forms';
import { Router } from '@angular/router';
import { DialogFrame } from '../design/dialog-frame';
import { ProblemNote } from '../design/problem-note';
import { SEVERITIES, type Severity } from '../design/severity';
import { SeverityMark } from '../design/severity-mark';
import { Texts } from '../design/text/texts';
import { Directory } from '../session/directory';
import { type Problem, toProblem } from '../session/problem';
import { Session } from '../session/session';
import { IncidentsApi } from './incidents-api';

@Component({
  selector: 'barry-new-incident-dialog',
  imports: [DialogFrame, FormsModule, ProblemNote, SeverityMark],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'contents' },
  template: `
    <barry-dialog [title]="t('incidents.new')">
      <form class="form" id="incident-form" (ngSubmit)="submit()">
        <label class="field">
          <span>{{ t('incidents.titleHead') }}</span>
          <input
            name="title"
            maxlength="255"
            required
            [(ngModel)]="title"
            [attr.aria-invalid]="touched() && empty()"
          />
          @if (touched() && empty()) {
            <small class="field-error" role="alert">{{ t('escalate.needTitle') }}</small>
          }
        </label>
        <label class="field">
          <span>{{ t('incidents.team') }}</span>
          <select class="input" name="team" [(ngModel)]="teamId">
            @for (team of directory.teams(); track team.teamId) {
              <option [value]="team.teamId">{{ team.name }}</option>
            }
          </select>
        </label>
        <fieldset class="field">
          <legend>{{ t('severity.title') }}</legend>
          <div class="seg" role="radiogroup">
            @for (level of severities; track level) {
              <label [class.on]="severity() === level">
                <input
                  type="radio"
                  class="vh"
                  name="severity"
                  [checked]="severity() === level"
                  (change)="severity.set(level)"
                />
                <barry-severity [level]="level" [word]="true" />
              </label>
            }
          </div>
        </fieldset>
        <label class="field">
          <span>{{ t('incidents.firstComment') }}</span>
          <textarea name="text" rows="4" [(ngModel)]="text"></textarea>
        </label>
        @if (problem(); as failure) {
          <barry-problem [failure]="failure" />
        }
      </form>
      <ng-container foot>
        <span class="t3 small">{{ t('incidents.ringsNobody') }}</span>
        <span class="grow"></span>
        <button type="submit" form="incident-form" class="btn pri" [disabled]="busy()">
          {{ t('incidents.open') }}
        </button>
      </ng-container>
    </barry-dialog>
  `,
})
export class NewIncidentDialog {
  private readonly wish = inject<{ alertIds?: readonly string[]; title?: string }>(DIALOG_DATA);
  private readonly dialog = inject(DialogRef);
  private readonly api = inject(IncidentsApi);
  private readonly router = inject(Router);
  private readonly session = inject(Session);
  protected readonly directory = inject(Directory);
  protected readonly t = inject(Texts).t;
  protected readonly severities = SEVERITIES;
  protected readonly title = signal(this.wish.title ?? '');
  protected readonly teamId = linkedSignal(
    () => this.session.teams()[0]?.teamId ?? this.directory.teams()[0]?.teamId ?? '',
  );
  protected readonly severity = signal<Severity>('high');
  protected readonly text = signal('');
  protected readonly busy = signal(false);
  protected readonly touched = signal(false);
  protected readonly problem = signal<Problem | undefined>(undefined);
  protected readonly empty = computed(() => this.title().trim() === '');

  protected async submit(): Promise<void> {
    this.touched.set(true);
    if (this.busy() || this.empty()) return;
    this.busy.set(true);
    this.problem.set(undefined);
    try {
      const incident = await this.api.create({
        title: this.title().trim(),
        severity: this.severity(),
        teamId: this.teamId(),
        text: this.text(),
        alertIds: this.wish.alertIds ?? [],
      });
      this.dialog.close();
      await this.router.navigate(['/incidents', incident.incidentId]);
    } catch (error) {
      this.problem.set(toProblem(error));
    } finally {
      this.busy.set(false);
    }
  }
}
