import { ChangeDetectionStrategy, Component, inject, signal } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { FormsModule } from '@angular/forms';
import { ActivatedRoute, Router } from '@angular/router';
import { ProblemNote } from '../design/problem-note';
import { Texts } from '../design/text/texts';
import { type Problem, toProblem } from '../session/problem';
import { type NextOfSignIn, Session } from '../session/session';
import { SecondStep } from './second-step';
import { Welcome } from './welcome';

/** Where a one-time link leads: the person sets a password and is in. */
@Component({
  selector: 'barry-first-password',
  imports: [FormsModule, ProblemNote, SecondStep, Welcome],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'contents' },
  template: `
    <barry-welcome [heading]="t(isReset ? 'reset.title' : 'firstPassword.title')">
      @if (next(); as step) {
        <p class="t2">{{ t('reset.changed') }}</p>
        <barry-second-step [step]="step" (done)="enter()" (back)="leave()" />
      } @else if (!token()) {
        <p class="problem" role="alert">{{ t('firstPassword.noToken') }}</p>
      } @else {
        <p class="t2">{{ t(isReset ? 'reset.lead' : 'firstPassword.intro') }}</p>
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
              <div class="problem" role="alert">
                {{ t(isReset ? 'reset.invalid' : 'firstPassword.invalid') }}
              </div>
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
  private readonly route = inject(ActivatedRoute);
  private readonly router = inject(Router);
  protected readonly t = inject(Texts).t;
  /** Behind the #, so that it is not in the logs of servers. */
  protected readonly token = toSignal(this.route.fragment);
  protected readonly password = signal('');
  protected readonly next = signal<NextOfSignIn | undefined>(undefined);
  /** There is a password, and another takes its place. */
  protected readonly isReset = this.route.snapshot.routeConfig?.path === 'reset-password';
  protected readonly busy = signal(false);
  protected readonly problem = signal<Problem | undefined>(undefined);

  protected async submit(): Promise<void> {
    const token = this.token();
    if (this.busy() || !token || this.password().length < 10) return;
    this.busy.set(true);
    this.problem.set(undefined);
    try {
      this.next.set(await this.session.usePasswordLink(token, this.password()));
      if (this.next() === undefined) await this.enter();
    } catch (error) {
      this.problem.set(toProblem(error));
    } finally {
      this.busy.set(false);
    }
  }

  protected async enter(): Promise<void> {
    await this.router.navigateByUrl('/', { replaceUrl: true });
  }

  protected async leave(): Promise<void> {
    await this.router.navigateByUrl('/sign-in', { replaceUrl: true });
  }
}
