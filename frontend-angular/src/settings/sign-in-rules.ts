import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { problemText } from '../design/problem-note';
import { Texts } from '../design/text/texts';
import { Toasts } from '../design/toasts';
import type { FactorRule } from '../generated/api/models';
import { liveQuery } from '../session/live-query';
import { toProblem } from '../session/problem';
import { AccountApi } from './account-api';

const RULES: readonly FactorRule[] = ['nobody', 'admins', 'everybody'];

/** Who needs a second factor to get in. */
@Component({
  selector: 'barry-sign-in-rules',
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'contents' },
  template: `
    @if (query.value(); as rules) {
      <div class="line-form">
        <label class="field">
          <span>{{ t('signInRules.title') }}</span>
          <select
            class="input"
            name="secondFactor"
            aria-describedby="factor-rule"
            (change)="set(rules.version, $event)"
          >
            @for (one of choices; track one) {
              <option [value]="one" [selected]="one === rules.secondFactor">
                {{ texts.word('factorRule', one) }}
              </option>
            }
          </select>
        </label>
        <small id="factor-rule" class="t2">{{ t('signInRules.note') }}</small>
      </div>
    }
  `,
})
export class SignInRulesForm {
  private readonly api = inject(AccountApi);
  private readonly toasts = inject(Toasts);
  protected readonly texts = inject(Texts);
  protected readonly t = this.texts.t;
  protected readonly choices = RULES;
  protected readonly query = liveQuery({ params: () => '', load: () => this.api.signInRules() });

  protected async set(version: number, event: Event): Promise<void> {
    const select = event.target as HTMLSelectElement;
    const chosen = RULES.find((one) => one === select.value);
    if (chosen === undefined) return;
    try {
      await this.api.setSignInRules(version, chosen);
      this.toasts.tell(this.t('signInRules.saved'));
    } catch (error) {
      this.toasts.fail(problemText(toProblem(error), this.texts));
      select.value = this.query.value()?.secondFactor ?? 'nobody';
    }
    this.query.refresh();
  }
}
