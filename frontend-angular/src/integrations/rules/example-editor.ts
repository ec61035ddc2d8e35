import { ChangeDetectionStrategy, Component, inject, input } from '@angular/core';
import { BarryIcon } from '../../design/icon';
import { Texts } from '../../design/text/texts';
import { Clock } from '../../design/time/clock';
import { FieldPicker } from './field-picker';
import { RulesDraft } from './rules-draft';
import { type ExampleForm, GONE, NO_RULE } from './rules-form';

/** An alert, and the rule it must be decided by. */
@Component({
  selector: 'barry-example-editor',
  imports: [BarryIcon, FieldPicker],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'example', role: 'group', '[attr.aria-label]': 'example().name' },
  template: `
    @let one = example();
    <div class="say">
      <label class="v"
        ><span class="vh">{{ t('routing.exampleName') }}</span
        ><input class="w-value" maxlength="100" [value]="one.name" (input)="set({ name: text($event) })"
      /></label>
      {{ t('routing.mustBe') }}
      <label class="v"
        ><span class="vh">{{ t('routing.mustBeLabel') }}</span
        ><select
          [attr.aria-invalid]="draft.problemAt(one.key, 'rule') !== '' ? 'true' : null"
          (change)="set({ rule: number($event) })"
        >
          @if (isGone(one.rule)) {
            <option [value]="gone" selected>{{ t('routing.ruleGone') }}</option>
          }
          <option [value]="none" [selected]="one.rule === none">{{ t('routing.noRule') }}</option>
          @for (rule of draft.form()?.rules; track rule.key) {
            <option [value]="rule.key" [selected]="rule.key === one.rule">{{ rule.name }}</option>
          }
        </select></label
      >
      <button
        type="button"
        class="btn sm ghost sq"
        [attr.aria-label]="t('picker.remove', { name: one.name })"
        (click)="remove()"
      >
        <svg barryIcon="trash" class="s14"></svg>
      </button>
    </div>
    @for (field of ['name', 'rule', 'alert']; track field) {
      @if (draft.problemAt(one.key, field); as said) {
        <p class="field-error" role="alert">{{ said }}</p>
      }
    }
    <div class="say facts">
      @for (fact of one.facts; track $index; let nth = $index) {
        <span class="fact">
          <barry-field-picker [value]="fact" (changed)="setFact(nth, $event)" />
          <label class="v"
            ><span class="vh">{{ t('routing.value') }}</span
            ><input
              class="w-value mono"
              maxlength="1000"
              [value]="fact.value"
              (input)="setFact(nth, { value: text($event) })"
          /></label>
          <button
            type="button"
            class="btn sm ghost sq"
            [attr.aria-label]="t('routing.removeFact', { place: nth + 1 })"
            (click)="removeFact(nth)"
          >
            <svg barryIcon="x" class="s14"></svg>
          </button>
        </span>
      }
      <button type="button" class="link-button" (click)="addFact()">{{ t('routing.addFact') }}</button>
      @if (one.at !== '') {
        <span class="t3">{{ t('routing.at', { time: clock.short(one.at) }) }}</span>
        <button type="button" class="link-button" (click)="set({ at: '' })">
          {{ t('routing.anyTime') }}
        </button>
      }
    </div>
  `,
})
export class ExampleEditor {
  readonly example = input.required<ExampleForm>();
  protected readonly draft = inject(RulesDraft);
  protected readonly clock = inject(Clock);
  protected readonly t = inject(Texts).t;
  protected readonly none = NO_RULE;
  protected readonly gone = GONE;

  protected isGone(rule: number): boolean {
    return rule !== NO_RULE && this.draft.form()?.rules.some(({ key }) => key === rule) !== true;
  }

  protected set(change: Partial<ExampleForm>): void {
    this.draft.setExample(this.example().key, change);
  }

  protected setFact(nth: number, change: Partial<ExampleForm['facts'][number]>): void {
    this.set({ facts: this.example().facts.map((one, at) => (at === nth ? { ...one, ...change } : one)) });
  }

  protected addFact(): void {
    this.set({ facts: [...this.example().facts, { field: 'host', label: '', value: '' }] });
  }

  protected removeFact(nth: number): void {
    this.set({ facts: this.example().facts.filter((_, at) => at !== nth) });
  }

  protected remove(): void {
    const { key } = this.example();
    this.draft.setExamples((this.draft.form()?.examples ?? []).filter((one) => one.key !== key));
  }

  protected text(event: Event): string {
    return (event.target as HTMLInputElement).value;
  }

  protected number(event: Event): number {
    return Number((event.target as HTMLSelectElement).value);
  }
}
