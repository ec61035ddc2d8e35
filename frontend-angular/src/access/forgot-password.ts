import { ChangeDetectionStrategy, Component, inject, signal } from '@angular/core';
import { FormsModule } from '@angular/forms';
import { RouterLink } from '@angular/router';
import { ProblemNote } from '../design/problem-note';
import { Texts } from '../design/text/texts';
import { type Problem, toProblem } from '../session/problem';
import { Session } from '../session/session';
import { Welcome } from './welcome';

/** What is said at the end is the same, whoever is there. */
@Component({
  selector: 'barry-forgot-password',
  imports: [FormsModule, ProblemNote, RouterLink, Welcome],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'contents' },
  template: `
    <barry-welcome [heading]="t('reset.title')">
      @if (asked()) {
        <p role="status">{{ t('reset.sent') }}</p>
      } @else if (canMail() === false) {
        <p class="t2">{{ t('reset.noMail') }}</p>
      } @else {
        <p class="t2">{{ t('reset.intro') }}</p>
        <form class="form" (ngSubmit)="submit()">
          <label class="field">
            <span>{{ t('signIn.email') }}</span>
            <input name="email" type="email" required autocomplete="username" [(ngModel)]="email" />
          </label>
          @if (problem(); as failure) {
            <barry-problem [failure]="failure" />
          }
          <button type="submit" class="btn pri big" [disabled]="busy() || email().trim() === ''">
            {{ t('reset.submit') }}
          </button>
        </form>
      }
      <a class="btn ghost" routerLink="/sign-in">{{ t('factor.back') }}</a>
    </barry-welcome>
  `,
})
export class ForgotPassword {
  private readonly session = inject(Session);
  protected readonly t = inject(Texts).t;
  protected readonly email = signal('');
  protected readonly asked = signal(false);
  protected readonly busy = signal(false);
  /** Undefined until it is known. */
  protected readonly canMail = signal<boolean | undefined>(undefined);
  protected readonly problem = signal<Problem | undefined>(undefined);

  constructor() {
    void this.session
      .signInOptions()
      .then(({ resetByMail }) => this.canMail.set(resetByMail))
      .catch(() => undefined);
  }

  protected async submit(): Promise<void> {
    if (this.busy() || this.email().trim() === '') return;
    this.busy.set(true);
    this.problem.set(undefined);
    try {
      await this.session.requestPasswordReset(this.email().trim());
      this.asked.set(true);
    } catch (error) {
      this.problem.set(toProblem(error));
    } finally {
      this.busy.set(false);
    }
  }
}
