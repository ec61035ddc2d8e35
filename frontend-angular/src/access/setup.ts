import { ChangeDetectionStrategy, Component, inject, input, signal } from '@angular/core';
import { FormsModule } from '@angular/forms';
import { Router } from '@angular/router';
import { ProblemNote } from '../design/problem-note';
import { Texts } from '../design/text/texts';
import { type Problem, toProblem } from '../session/problem';
import { Session } from '../session/session';
import { Welcome } from './welcome';

/** The first start's page: the link that the server printed makes the first admin, once. */
@Component({
  selector: 'barry-setup',
  imports: [FormsModule, ProblemNote, Welcome],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'contents' },
  template: `
    <barry-welcome [heading]="t('setup.title')">
      @if (token() === undefined) {
        <p class="problem" role="alert">{{ t('setup.noToken') }}</p>
      } @else {
        <p class="t2">{{ t('setup.intro') }}</p>
        <form class="form" (ngSubmit)="submit()">
          <label class="field">
            <span>{{ t('setup.name') }}</span>
            <input name="name" required maxlength="100" autocomplete="name" [(ngModel)]="name" />
          </label>
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
              minlength="10"
              autocomplete="new-password"
              aria-describedby="password-hint"
              [(ngModel)]="password"
            />
            <small id="password-hint" class="t3">{{ t('setup.passwordHint') }}</small>
          </label>
          @if (problem(); as failure) {
            <barry-problem [failure]="failure" />
          }
          <button type="submit" class="btn pri big" [disabled]="busy()">{{ t('setup.submit') }}</button>
        </form>
      }
    </barry-welcome>
  `,
})
export class Setup {
  readonly token = input<string>();
  private readonly session = inject(Session);
  private readonly router = inject(Router);
  protected readonly t = inject(Texts).t;
  protected readonly name = signal('');
  protected readonly email = signal('');
  protected readonly password = signal('');
  protected readonly busy = signal(false);
  protected readonly problem = signal<Problem | undefined>(undefined);

  protected async submit(): Promise<void> {
    const token = this.token();
    if (this.busy() || token === undefined) return;
    this.busy.set(true);
    this.problem.set(undefined);
    try {
      await this.session.useAdminLink({
        token,
        name: this.name().trim(),
        email: this.email().trim(),
        password: this.password(),
      });
      await this.router.navigateByUrl('/');
    } catch (error) {
      this.problem.set(toProblem(error));
    } finally {
      this.busy.set(false);
    }
  }
}
