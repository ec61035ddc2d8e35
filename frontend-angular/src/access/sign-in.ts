import { ChangeDetectionStrategy, Component, inject, input, signal } from '@angular/core';
import { FormsModule } from '@angular/forms';
import { Router, RouterLink } from '@angular/router';
import { ProblemNote } from '../design/problem-note';
import { Texts } from '../design/text/texts';
import { type Problem, toProblem } from '../session/problem';
import type { SignInOptions } from '../generated/api/models';
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
        @if (sso(); as fault) {
          <div class="problem" role="alert">{{ texts.word('ssoFault', fault) }}</div>
        }
        @if (options()?.singleSignOn; as provider) {
          <a class="btn pri big" [href]="providerAddress()">{{ provider.button || t('sso.button') }}</a>
          <p class="t3">{{ options()?.passwords === 'admins' ? t('sso.onlyAdmins') : t('sso.or') }}</p>
        }
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
          <button
            type="submit"
            class="btn big"
            [class.pri]="options()?.singleSignOn === undefined"
            [disabled]="busy()"
          >
            {{ t('signIn.submit') }}
          </button>
          <a class="btn ghost" routerLink="/forgot-password">{{ t('reset.forgot') }}</a>
        </form>
      }
    </barry-welcome>
  `,
})
export class SignIn {
  readonly back = input<string>();
  /** Why a sign-in by the provider did not work. */
  readonly sso = input<string>();
  private readonly session = inject(Session);
  private readonly router = inject(Router);
  protected readonly texts = inject(Texts);
  protected readonly t = this.texts.t;
  /** Undefined until it is known: passwords work meanwhile. */
  protected readonly options = signal<SignInOptions | undefined>(undefined);
  protected readonly email = signal('');
  protected readonly password = signal('');
  protected readonly busy = signal(false);
  protected readonly next = signal<NextOfSignIn | undefined>(undefined);
  protected readonly problem = signal<Problem | undefined>(undefined);

  constructor() {
    void this.session
      .signInOptions()
      .then((options) => this.options.set(options))
      .catch(() => undefined);
  }

  /** A page of the server, not of this application. */
  protected providerAddress(): string {
    return `/api/v1/browser/single-sign-on?returnTo=${encodeURIComponent(this.back() ?? '/')}`;
  }

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
