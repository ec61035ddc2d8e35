import { ChangeDetectionStrategy, Component, inject, input, output } from '@angular/core';
import { BarryIcon } from '../../design/icon';
import { Texts } from '../../design/text/texts';
import type { RuleTest } from '../../generated/api/models';
import { FieldPicker } from './field-picker';
import { type ConditionForm, TESTS } from './rules-form';

/** Conditions that all have to hold, one a line; none: always. */
@Component({
  selector: 'barry-condition-rows',
  imports: [BarryIcon, FieldPicker],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'contents' },
  template: `
    @for (condition of conditions(); track $index; let nth = $index) {
      <div class="say">
        {{ nth === 0 ? t('routing.if') : t('routing.and') }}
        <barry-field-picker [value]="condition" (changed)="set(nth, $event)" />
        <label class="v"
          ><span class="vh">{{ t('routing.test') }}</span
          ><select (change)="set(nth, { test: test($event) })">
            @for (word of tests; track word) {
              <option [value]="word" [selected]="word === condition.test">
                {{ texts.word('ruleTest', word) }}
              </option>
            }
          </select></label
        >
        @if (condition.test !== 'present' && condition.test !== 'absent') {
          <label class="v"
            ><span class="vh">{{ t('routing.value') }}</span
            ><input
              class="w-value mono"
              maxlength="500"
              [value]="condition.value"
              [attr.aria-invalid]="problemAt()('conditions.' + nth + '.value') !== '' ? 'true' : null"
              (input)="set(nth, { value: text($event) })"
          /></label>
        }
        <button
          type="button"
          class="btn sm ghost sq"
          [attr.aria-label]="t('routing.removeCondition', { place: nth + 1 })"
          (click)="remove(nth)"
        >
          <svg barryIcon="x" class="s14"></svg>
        </button>
      </div>
      @for (field of ['field', 'test', 'value']; track field) {
        @if (problemAt()('conditions.' + nth + '.' + field); as said) {
          <p class="field-error" role="alert">{{ said }}</p>
        }
      }
    } @empty {
      <p class="say">{{ none() === '' ? t('routing.always') : none() }}</p>
    }
    <p>
      <button type="button" class="link-button" (click)="add()">{{ t('routing.addCondition') }}</button>
    </p>
  `,
})
export class ConditionRows {
  readonly conditions = input.required<readonly ConditionForm[]>();
  /** What is wrong at `conditions.0.value`, in words; empty where nothing is. */
  readonly problemAt = input.required<(field: string) => string>();
  /** What is said where there is no condition. */
  readonly none = input('');
  readonly changed = output<readonly ConditionForm[]>();
  protected readonly texts = inject(Texts);
  protected readonly t = this.texts.t;
  protected readonly tests = TESTS;

  protected set(nth: number, change: Partial<ConditionForm>): void {
    this.changed.emit(this.conditions().map((one, at) => (at === nth ? { ...one, ...change } : one)));
  }

  protected add(): void {
    this.changed.emit([...this.conditions(), { field: 'title', label: '', test: 'glob', value: '' }]);
  }

  protected remove(nth: number): void {
    this.changed.emit(this.conditions().filter((_, at) => at !== nth));
  }

  protected test(event: Event): RuleTest {
    const word = this.text(event);
    return TESTS.find((one) => one === word) ?? 'equals';
  }

  protected text(event: Event): string {
    return (event.target as HTMLInputElement | HTMLSelectElement).value;
  }
}
