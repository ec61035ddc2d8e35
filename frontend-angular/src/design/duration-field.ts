import {
  ChangeDetectionStrategy,
  Component,
  computed,
  inject,
  input,
  linkedSignal,
  model,
} from '@angular/core';
import { FormsModule } from '@angular/forms';
import { DURATION_UNITS, durationParts, durationSeconds, type DurationUnit } from './duration';
import { Texts } from './text/texts';

/** A number and its unit; the value is in seconds. Undefined while nothing is written, where that is allowed. */
@Component({
  selector: 'barry-duration',
  imports: [FormsModule],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'contents' },
  template: `
    <div class="field duration" role="group" [attr.aria-label]="label()">
      <span aria-hidden="true">{{ label() }}</span>
      <span class="duration-parts">
        <input
          type="number"
          min="0"
          step="1"
          [name]="name()"
          [attr.aria-label]="label()"
          [required]="!optional()"
          [placeholder]="optional() ? never() : ''"
          [ngModel]="count()"
          [ngModelOptions]="{ standalone: true }"
          (ngModelChange)="write($event)"
        />
        <select
          class="input"
          [attr.aria-label]="t('signs.unitOf', { name: label() })"
          [ngModel]="unit()"
          [ngModelOptions]="{ standalone: true }"
          (ngModelChange)="measure($event)"
        >
          @for (one of units; track one) {
            <option [value]="one">{{ texts.word('durationUnit', one) }}</option>
          }
        </select>
      </span>
    </div>
  `,
})
export class DurationField {
  readonly seconds = model.required<number | undefined>();
  readonly label = input.required<string>();
  readonly name = input.required<string>();
  readonly optional = input(false);
  readonly never = input('');
  protected readonly texts = inject(Texts);
  protected readonly t = this.texts.t;
  protected readonly units = DURATION_UNITS;
  protected readonly count = computed(() => {
    const seconds = this.seconds();
    return seconds === undefined ? undefined : seconds / durationSeconds(1, this.unit());
  });
  /** Chosen by whoever writes; until then the largest that fits. */
  protected readonly unit = linkedSignal<number | undefined, DurationUnit>({
    source: this.seconds,
    computation: (seconds, before) => {
      if (seconds === undefined) return before?.value ?? 'min';
      const chosen = before?.value;
      if (chosen !== undefined && Number.isInteger(seconds / durationSeconds(1, chosen))) return chosen;
      return durationParts(seconds).unit;
    },
  });

  protected write(count: number | null): void {
    const isNothing = count === null || !(count > 0);
    this.seconds.set(isNothing ? undefined : durationSeconds(count, this.unit()));
  }

  protected measure(unit: DurationUnit): void {
    const count = this.count();
    this.unit.set(unit);
    if (count !== undefined) this.seconds.set(durationSeconds(count, unit));
  }
}
