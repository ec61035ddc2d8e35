import { ChangeDetectionStrategy, Component, inject, input, output } from '@angular/core';
import { Texts } from '../../design/text/texts';
import { type FieldForm, FIELDS, LABEL } from './rules-form';

/** What of an alert is meant: one of its fields, or a label by its name. */
@Component({
  selector: 'barry-field-picker',
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'contents' },
  template: `
    <label class="v">
      <span class="vh">{{ t('routing.field') }}</span>
      <select (change)="pick($event)">
        @for (one of fields; track one) {
          <option [value]="one" [selected]="one === value().field">{{ texts.word('ruleField', one) }}</option>
        }
      </select>
    </label>
    @if (value().field === label) {
      <label class="v">
        <span class="vh">{{ t('routing.labelName') }}</span>
        <input
          class="w-name"
          maxlength="100"
          [placeholder]="t('routing.labelName')"
          [value]="value().label"
          (input)="name($event)"
        />
      </label>
    }
  `,
})
export class FieldPicker {
  readonly value = input.required<FieldForm>();
  readonly changed = output<FieldForm>();
  protected readonly texts = inject(Texts);
  protected readonly t = this.texts.t;
  protected readonly fields = [...FIELDS, LABEL];
  protected readonly label = LABEL;

  protected pick(event: Event): void {
    this.changed.emit({ field: (event.target as HTMLSelectElement).value, label: this.value().label });
  }

  protected name(event: Event): void {
    this.changed.emit({ field: LABEL, label: (event.target as HTMLInputElement).value });
  }
}
