import {
  ChangeDetectionStrategy,
  Component,
  inject,
  input,
  linkedSignal,
  output,
  signal,
} from '@angular/core';
import { FormsModule } from '@angular/forms';
import { ProblemNote } from '../../design/problem-note';
import { Texts } from '../../design/text/texts';
import { Toasts } from '../../design/toasts';
import type { Integration, Severity } from '../../generated/api/models';
import { type Problem, toProblem } from '../../session/problem';
import { IntegrationsApi } from '../integrations-api';
import type { Options } from '../options/option-fields';
import { WordTable } from '../options/word-table';

const SEVERITIES: readonly Severity[] = ['critical', 'high', 'warning', 'info', 'unknown'];

/** How much an integration believes its sender: acknowledgements there, and its words for severities. */
@Component({
  selector: 'barry-word-form',
  imports: [FormsModule, ProblemNote, WordTable],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'contents' },
  template: `
    <div class="sec">
      <h2>{{ t('word.title') }}</h2>
    </div>
    <form class="form word-form" (ngSubmit)="save()">
      @if (problem(); as failure) {
        <barry-problem [failure]="failure" />
      }
      <fieldset class="field" [disabled]="!mayEdit()">
        <legend class="vh">{{ t('word.title') }}</legend>
        <label class="check-line">
          <input
            type="checkbox"
            name="trust"
            aria-describedby="trust-note"
            [ngModel]="trusts()"
            (ngModelChange)="trusts.set($event)"
          />
          <span>{{ t('word.trust') }}</span>
        </label>
        <p class="t3" id="trust-note">{{ t('word.trustNote') }}</p>
        <fieldset class="field" aria-describedby="severities-note">
          <legend>{{ t('word.severities') }}</legend>
          <barry-word-table [value]="words()" [choices]="severities" (changed)="words.set($event)" />
          <p class="t3" id="severities-note">{{ t('word.severitiesNote') }}</p>
        </fieldset>
      </fieldset>
      @if (mayEdit()) {
        <div>
          <!-- Under a form with a save of its own, at the top: it says what it saves. -->
          <button type="submit" class="btn" [disabled]="busy()">{{ t('word.save') }}</button>
        </div>
      }
    </form>
  `,
})
export class WordForm {
  readonly integration = input.required<Integration>();
  readonly mayEdit = input.required<boolean>();
  readonly saved = output();
  private readonly api = inject(IntegrationsApi);
  private readonly toasts = inject(Toasts);
  protected readonly t = inject(Texts).t;
  protected readonly severities = SEVERITIES;
  /** What is typed is made from this; deliveries that are counted meanwhile change nothing of it. */
  private readonly base = linkedSignal<Integration, Integration>({
    source: this.integration,
    computation: (now, before) =>
      before?.value.version === now.version && before.value.integrationId === now.integrationId
        ? before.value
        : now,
  });
  protected readonly trusts = linkedSignal(() => this.base().trustsAcknowledgements);
  protected readonly words = linkedSignal<Options>(() =>
    Object.fromEntries(this.base().severityTable.words.map(({ said, severity }) => [said, severity])),
  );
  protected readonly busy = signal(false);
  protected readonly problem = signal<Problem | undefined>(undefined);

  protected async save(): Promise<void> {
    if (this.busy()) return;
    this.busy.set(true);
    this.problem.set(undefined);
    try {
      await this.api.change(this.base(), {
        trustsAcknowledgements: this.trusts(),
        severityTable: {
          words: Object.entries(this.words()).map(([said, severity]) => ({
            said,
            severity: severity as Severity,
          })),
        },
      });
      this.toasts.tell(this.t('word.saved'));
    } catch (error) {
      this.problem.set(toProblem(error));
    } finally {
      this.busy.set(false);
    }
    this.saved.emit();
  }
}
