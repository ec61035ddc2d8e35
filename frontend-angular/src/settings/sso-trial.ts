import { ChangeDetectionStrategy, Component, inject, signal } from '@angular/core';
import { FormsModule } from '@angular/forms';
import { ProblemNote } from '../design/problem-note';
import { Texts } from '../design/text/texts';
import type { ClaimsVerdict } from '../generated/api/models';
import { type Problem, toProblem } from '../session/problem';
import { SsoApi } from './sso-api';

const EXAMPLE =
  '{\n  "name": "Ada",\n  "email": "ada@example.org",\n  "email_verified": true,\n  "groups": []\n}';

/** What somebody of whom the provider says this would be. */
@Component({
  selector: 'barry-sso-trial',
  imports: [FormsModule, ProblemNote],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'contents' },
  template: `
    <section class="set">
      <h2>{{ t('sso.try') }}</h2>
      <p class="t2">{{ t('sso.tryNote') }}</p>
      <form class="form" (ngSubmit)="submit()">
        <label class="field">
          <span>{{ t('sso.claims') }}</span>
          <textarea name="claims" class="mono" rows="7" maxlength="20000" [(ngModel)]="claims"></textarea>
        </label>
        <button type="submit" class="btn">{{ t('sso.try') }}</button>
      </form>
      @if (problem(); as failure) {
        <barry-problem [failure]="failure" />
      }
      @if (verdict(); as found) {
        <div role="status">
          @if (found.admitted) {
            <p>{{ t('sso.admitted', { role: texts.word('orgRole', found.role ?? '') }) }}</p>
          } @else {
            <p>{{ t('sso.refused') }} {{ texts.word('ssoFault', found.reason ?? '') }}</p>
          }
          <ul class="set-list">
            @for (one of found.teams; track one.team) {
              <li>
                <span class="mono">{{ one.team }}</span> {{ texts.word('teamRole', one.role) }}
                @if (one.teamId === undefined) {
                  <span class="t3">{{ t('sso.noTeam') }}</span>
                }
              </li>
            } @empty {
              <li class="t3">{{ t('sso.noTeams') }}</li>
            }
          </ul>
        </div>
      }
    </section>
  `,
})
export class SsoTrial {
  private readonly api = inject(SsoApi);
  protected readonly texts = inject(Texts);
  protected readonly t = this.texts.t;
  protected readonly claims = signal(EXAMPLE);
  protected readonly verdict = signal<ClaimsVerdict | undefined>(undefined);
  protected readonly problem = signal<Problem | undefined>(undefined);

  protected async submit(): Promise<void> {
    this.problem.set(undefined);
    this.verdict.set(undefined);
    try {
      this.verdict.set(await this.api.try(this.claims()));
    } catch (error) {
      this.problem.set(toProblem(error));
    }
  }
}
