import { ChangeDetectionStrategy, Component, computed, inject, input, output } from '@angular/core';
import { Confirm } from '../design/confirm-dialog';
import { problemText } from '../design/problem-note';
import { Texts } from '../design/text/texts';
import { Toasts } from '../design/toasts';
import type { FactorRule } from '../generated/api/models';
import { Directory } from '../session/directory';
import { liveQuery } from '../session/live-query';
import { toProblem } from '../session/problem';
import { AccountApi } from './account-api';
import { factorNeed } from './factor-need.rules';

const RULES: readonly FactorRule[] = ['nobody', 'admins', 'everybody'];
/** More names are a list that nobody reads before pressing. */
const NAMED = 8;

/** Who needs a second factor to get in, and what each choice would do for whom. */
@Component({
  selector: 'barry-sign-in-rules',
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'contents' },
  template: `
    @if (query.value(); as rules) {
      <fieldset class="sign-in-rules">
        <legend>{{ t('signInRules.title') }}</legend>
        @for (one of choices(); track one.rule) {
          <label class="check-label">
            <input
              type="radio"
              name="secondFactor"
              [value]="one.rule"
              [checked]="one.rule === rules.secondFactor"
              (change)="set(rules.version, one.rule, $event)"
            />
            <b>{{ texts.word('factorRule', one.rule) }}</b>
            @if (one.needed.length > 0) {
              <span class="t2"
                >{{ texts.count('signInRules.people', one.needed.length) }} ·
                {{
                  one.without.length === 0
                    ? t('signInRules.allHave')
                    : texts.count('signInRules.without', one.without.length)
                }}</span
              >
            }
          </label>
        }
        <small class="t2">{{ t('signInRules.note') }}</small>
      </fieldset>
    }
  `,
})
export class SignInRulesForm {
  /** Who has one. */
  readonly owners = input.required<ReadonlySet<string>>();
  readonly saved = output();
  private readonly api = inject(AccountApi);
  private readonly confirm = inject(Confirm);
  private readonly toasts = inject(Toasts);
  private readonly directory = inject(Directory);
  protected readonly texts = inject(Texts);
  protected readonly t = this.texts.t;
  protected readonly query = liveQuery({ params: () => '', load: () => this.api.signInRules() });
  protected readonly choices = computed(() =>
    RULES.map((rule) => ({ rule, ...factorNeed(rule, this.directory.users(), this.owners()) })),
  );

  constructor() {
    this.directory.start();
  }

  protected async set(version: number, rule: FactorRule, event: Event): Promise<void> {
    const radio = event.target as HTMLInputElement;
    if (!(await this.isMeant(rule))) return this.putBack(radio);
    try {
      await this.api.setSignInRules(version, rule);
      this.toasts.tell(this.t('signInRules.saved'));
      this.saved.emit();
    } catch (error) {
      this.toasts.fail(problemText(toProblem(error), this.texts));
      this.putBack(radio);
    }
    this.query.refresh();
  }

  /** Asked only where somebody has to do something for it. */
  private async isMeant(rule: FactorRule): Promise<boolean> {
    const without = this.choices().find((one) => one.rule === rule)?.without ?? [];
    if (without.length === 0) return true;
    const names = without.slice(0, NAMED).map(({ name }) => name);
    const list = names.join(this.t('rooms.comma')) + (without.length > NAMED ? '…' : '');
    return this.confirm.ask({
      title: `${this.t('signInRules.title')}: ${this.texts.word('factorRule', rule)}`,
      text: `${this.texts.count('signInRules.ask', without.length)} ${list}`,
      does: this.t('signInRules.set'),
    });
  }

  /** The browser has moved the mark already, and what is shown has not changed. */
  private putBack(radio: HTMLInputElement): void {
    const kept = this.query.value()?.secondFactor ?? 'nobody';
    const all = radio.closest('fieldset')?.querySelectorAll<HTMLInputElement>('input[type=radio]') ?? [];
    for (const one of all) one.checked = one.value === kept;
  }
}
