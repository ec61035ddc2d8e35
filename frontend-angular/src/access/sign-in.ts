import { ChangeDetectionStrategy, Component, inject, input, signal } from '@angular/core';
import { FormsModule } from '@angular/forms';
import { Router, RouterLink } from '@angular/router';
import { ProblemNote } from '../design/problem-note';
import { Texts } from '../design/text/texts';
import { type Problem, toProblem } from '../session/problem';
import { type NextOfSignIn, Session } from '../session/session';
import { SecondStep } from './second-step';
import { Welcome } from './welcome';

@Component({
  selector: 'barry-sign-in',
  imports: [FormsModule, ProblemNote, RouterLink, SecondStep, Welcome],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'contents' },
  template: `
    <barry-welcome [heading]="t('signIn.title')">
      @if (next(); as step) {
        <barry-second-step [step]="step" (done)="enter()" (back)="next.set(undefined)" />
      } @else {
        <form class="form" (ngSubmit)="submit()">
          <label class="field">
            <span>{{ t('signIn.email') }}</span>
            <input name="email" type="email" required autocomplete="username" [(ngModel)]="email" />
          </label>
          <label class="field">
            <span>{{ t('signIn.password') }}</span>
            <input
              name="password"
              type="password"
              required
              autocomplete="current-password"
              [(ngModel)]="password"
            />
          </label>
          @if (problem(); as failure) {
            @if (failure.status === 401 || failure.status === 404) {
              <div class="problem" role="alert">{{ t('signIn.wrong') }}</div>
            } @else {
              <barry-problem [failure]="failure" />
            }
          }
          <button type="submit" class="btn pri big" [disabled]="busy()">{{ t('signIn.submit') }}</button>
          <a class="btn ghost" routerLink="/forgot-password">{{ t('reset.forgot') }}</a>
        </form>
      }
    </barry-welcome>
  `,
})
export class SignIn {
  readonly back = input<string>();
  private readonly session = inject(Session);
  private readonly router = inject(Router);
  protected readonly t = inject(Texts).t;
  protected readonly email = signal('');
  protected readonly password = signal('');
  protected readonly busy = signal(false);
  protected readonly next = signal<NextOfSignIn | undefined>(undefined);
  protected readonly problem = signal<Problem | undefined>(undefined);

  protected async submit(): Promise<void> {
    if (this.busy() || this.email() === '' || this.password() === '') return;
    this.busy.set(true);
    this.problem.set(undefined);
    try {
      this.next.set(await this.session.signIn(this.email().trim(), this.password()));
      this.password.set('');
      if (this.next() === undefined) await this.enter();
    } catch (error) {
      this.problem.set(toProblem(error));
    } finally {
      this.busy.set(false);
    }
  }

  protected async enter(): Promise<void> {
    const back = this.back();
    await this.router.navigateByUrl(back?.startsWith('/') === true && !back.startsWith('//') ? back : '/');
  }
}
