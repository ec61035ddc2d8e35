import { ChangeDetectionStrategy, Component, inject, signal } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { FormsModule } from '@angular/forms';
import { ActivatedRoute, Router } from '@angular/router';
import { ProblemNote } from '../design/problem-note';
import { Texts } from '../design/text/texts';
import { type Problem, toProblem } from '../session/problem';
import { Session } from '../session/session';
import { Welcome } from './welcome';

/** Where the one-time link of an admin leads: the person sets a password and is in. */
@Component({
  selector: 'barry-first-password',
  imports: [FormsModule, ProblemNote, Welcome],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'contents' },
  template: `
    <barry-welcome [heading]="t('firstPassword.title')">
      @if (!token()) {
        <p class="problem" role="alert">{{ t('firstPassword.noToken') }}</p>
      } @else {
        <p class="t2">{{ t('firstPassword.intro') }}</p>
        <form class="form" (ngSubmit)="submit()">
          <label class="field">
            <span>{{ t('signIn.password') }}</span>
            <input
              name="password"
              type="password"
              required
              minlength="10"
              autocomplete="new-password"
              aria-describedby="password-hint"
              [(ngModel)]="password"
            />
            <small id="password-hint" class="t3">{{ t('setup.passwordHint') }}</small>
          </label>
          @if (problem(); as failure) {
            @if (failure.status === 404) {
              <div class="problem" role="alert">{{ t('firstPassword.invalid') }}</div>
            } @else {
              <barry-problem [failure]="failure" />
            }
          }
          <button type="submit" class="btn pri big" [disabled]="busy() || password().length < 10">
            {{ t('firstPassword.submit') }}
          </button>
        </form>
      }
    </barry-welcome>
  `,
})
export class FirstPassword {
  private readonly session = inject(Session);
  private readonly router = inject(Router);
  protected readonly t = inject(Texts).t;
  /** Behind the #, so that it is not in the logs of servers. */
  protected readonly token = toSignal(inject(ActivatedRoute).fragment);
  protected readonly password = signal('');
  protected readonly busy = signal(false);
  protected readonly problem = signal<Problem | undefined>(undefined);

  protected async submit(): Promise<void> {
    const token = this.token();
    if (this.busy() || !token || this.password().length < 10) return;
    this.busy.set(true);
    this.problem.set(undefined);
    try {
      await this.session.usePasswordLink(token, this.password());
      await this.router.navigateByUrl('/', { replaceUrl: true });
    } catch (error) {
      this.problem.set(toProblem(error));
    } finally {
      this.busy.set(false);
    }
  }
}
