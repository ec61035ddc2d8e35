import { ChangeDetectionStrategy, Component, inject, input, linkedSignal, output } from '@angular/core';
import { FormsModule } from '@angular/forms';
import { ProblemNote } from '../../design/problem-note';
import { Texts } from '../../design/text/texts';
import type { Integration, Severity } from '../../generated/api/models';
import { IntegrationChange } from '../integration-change';
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
      @if (change.problem(); as failure) {
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
          <button type="submit" class="btn" [disabled]="change.busy()">{{ t('word.save') }}</button>
        </div>
      }
    </form>
  `,
})
export class WordForm {
  readonly integration = input.required<Integration>();
  readonly mayEdit = input.required<boolean>();
  readonly saved = output();
  protected readonly change = new IntegrationChange(this.integration);
  protected readonly t = inject(Texts).t;
  protected readonly severities = SEVERITIES;
  protected readonly trusts = linkedSignal(() => this.change.base().trustsAcknowledgements);
  protected readonly words = linkedSignal<Options>(() =>
    Object.fromEntries(this.change.base().severityTable.words.map(({ said, severity }) => [said, severity])),
  );

  protected async save(): Promise<void> {
    await this.change.save(
      {
        trustsAcknowledgements: this.trusts(),
        severityTable: {
          words: Object.entries(this.words()).map(([said, severity]) => ({
            said,
            severity: severity as Severity,
          })),
        },
      },
      this.t('word.saved'),
    );
    this.saved.emit();
  }
}
