import { ChangeDetectionStrategy, Component, inject, input, output, signal } from '@angular/core';
import { FormsModule } from '@angular/forms';
import { ProblemNote } from '../design/problem-note';
import { Texts } from '../design/text/texts';
import { Toasts } from '../design/toasts';
import { type Problem, toProblem } from '../session/problem';
import { IntegrationsApi } from './integrations-api';

/** A key that senders hold already: with it they change their host and nothing else. */
@Component({
  selector: 'barry-former-key',
  imports: [FormsModule, ProblemNote],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'contents' },
  template: `
    <details class="former-key">
      <summary>{{ t('integrations.formerKey') }}</summary>
      <p class="t2">{{ t('integrations.formerKeyNote') }}</p>
      <form class="row-fields" (ngSubmit)="use()">
        <label class="field">
          <span>{{ t('integrations.formerKeyLabel') }}</span>
          <input
            class="mono"
            name="formerKey"
            autocomplete="off"
            spellcheck="false"
            minlength="16"
            maxlength="200"
            required
            [(ngModel)]="key"
          />
        </label>
        <button type="submit" class="btn" [disabled]="busy() || key().trim() === ''">
          {{ t('integrations.formerKeyUse') }}
        </button>
      </form>
      @if (problem(); as failure) {
        <barry-problem [failure]="failure" />
      }
    </details>
  `,
})
export class FormerKey {
  readonly integrationId = input.required<string>();
  readonly used = output();
  private readonly api = inject(IntegrationsApi);
  private readonly toasts = inject(Toasts);
  protected readonly t = inject(Texts).t;
  protected readonly key = signal('');
  protected readonly busy = signal(false);
  protected readonly problem = signal<Problem | undefined>(undefined);

  protected async use(): Promise<void> {
    if (this.busy() || this.key().trim() === '') return;
    this.busy.set(true);
    this.problem.set(undefined);
    try {
      await this.api.setKey(this.integrationId(), this.key().trim());
      this.key.set('');
      this.toasts.tell(this.t('integrations.formerKeyUsed'));
      this.used.emit();
    } catch (error) {
      this.problem.set(toProblem(error));
    } finally {
      this.busy.set(false);
    }
  }
}
