import { ChangeDetectionStrategy, Component, computed, inject, input, output, signal } from '@angular/core';
import { FormsModule } from '@angular/forms';
import { ProblemNote } from '../design/problem-note';
import { Texts } from '../design/text/texts';
import type { CreatedToken, OrgRole, Scope } from '../generated/api/models';
import { type Problem, toProblem } from '../session/problem';
import { ScopeTable } from './scope-table';
import { TokensApi } from './tokens-api';

const MAX_DAYS = 366;

/** Makes a token, for oneself or for a service account. */
@Component({
  selector: 'barry-token-form',
  imports: [FormsModule, ProblemNote, ScopeTable],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'contents' },
  template: `
    <form class="form token-form" (ngSubmit)="create()">
      <div class="row-fields">
        <label class="field"
          ><span>{{ t('tokens.name') }}</span
          ><input name="name" maxlength="100" autocomplete="off" [(ngModel)]="name"
        /></label>
        <label class="field"
          ><span>{{ t('tokens.days') }}</span
          ><input
            name="days"
            type="number"
            min="1"
            max="366"
            [attr.aria-invalid]="daysFit() ? null : 'true'"
            [attr.aria-describedby]="daysFit() ? null : 'days-wrong'"
            [(ngModel)]="days"
        /></label>
      </div>
      @if (!daysFit()) {
        <p class="field-error" id="days-wrong">{{ t('tokens.daysWrong') }}</p>
      }
      <barry-scope-table [role]="role()" [(chosen)]="chosen" />
      @if (problem(); as failure) {
        <barry-problem [failure]="failure" />
      }
      <p>
        <button type="submit" class="btn pri" [disabled]="!ready()">{{ t('tokens.create') }}</button>
      </p>
    </form>
  `,
})
export class TokenForm {
  /** Empty: oneself. */
  readonly ownerId = input('');
  readonly role = input.required<OrgRole>();
  readonly made = output<CreatedToken>();
  private readonly api = inject(TokensApi);
  protected readonly t = inject(Texts).t;
  protected readonly chosen = signal<readonly Scope[]>(['read']);
  protected readonly name = signal('');
  protected readonly days = signal<number | null>(90);
  protected readonly busy = signal(false);
  protected readonly problem = signal<Problem | undefined>(undefined);
  protected readonly daysFit = computed(() => {
    const days = this.days();
    return Number.isInteger(days) && Number(days) >= 1 && Number(days) <= MAX_DAYS;
  });
  protected readonly ready = computed(
    () => !this.busy() && this.name().trim() !== '' && this.chosen().length > 0 && this.daysFit(),
  );

  protected async create(): Promise<void> {
    if (!this.ready()) return;
    this.busy.set(true);
    this.problem.set(undefined);
    try {
      const made = await this.api.create(this.ownerId(), {
        name: this.name().trim(),
        scopes: this.chosen(),
        expiresInDays: Number(this.days()),
      });
      this.name.set('');
      this.chosen.set(['read']);
      this.made.emit(made);
    } catch (error) {
      this.problem.set(toProblem(error));
    } finally {
      this.busy.set(false);
    }
  }
}
