import {
  ChangeDetectionStrategy,
  Component,
  effect,
  inject,
  input,
  output,
  signal,
  untracked,
} from '@angular/core';
import { BarryIcon } from '../../design/icon';
import { Texts } from '../../design/text/texts';
import { type Options, textOf } from './option-fields';

interface Row {
  readonly key: number;
  readonly word: string;
  readonly meaning: string;
}

/** Words, each with what it means; a row that has no word yet is not part of it. */
@Component({
  selector: 'barry-word-table',
  imports: [BarryIcon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'word-table' },
  template: `
    @for (row of rows(); track row.key; let nth = $index) {
      <div class="word-row">
        <input
          class="mono"
          maxlength="200"
          spellcheck="false"
          [attr.aria-label]="t('options.word', { place: nth + 1 })"
          [value]="row.word"
          (input)="set(row.key, { word: text($event) })"
        />
        <span aria-hidden="true">→</span>
        @if (choices(); as some) {
          <select
            class="input"
            [attr.aria-label]="t('options.meaning', { place: nth + 1 })"
            (change)="set(row.key, { meaning: text($event) })"
          >
            @for (choice of some; track choice) {
              <option [value]="choice" [selected]="choice === row.meaning">
                {{ texts.word('severity', choice) }}
              </option>
            }
          </select>
        } @else {
          <input
            class="mono"
            maxlength="500"
            spellcheck="false"
            [attr.data-path]="path() + '.' + row.word"
            [attr.aria-label]="t('options.meaning', { place: nth + 1 })"
            [value]="row.meaning"
            (focus)="entered.emit(path() + '.' + row.word)"
            (input)="set(row.key, { meaning: text($event) })"
          />
        }
        <button
          type="button"
          class="btn sm ghost sq"
          [attr.aria-label]="t('options.removeWord', { place: nth + 1 })"
          (click)="remove(row.key)"
        >
          <svg barryIcon="x" class="s14"></svg>
        </button>
      </div>
    }
    <button type="button" class="link-button" (click)="add()">{{ t('options.addWord') }}</button>
  `,
})
export class WordTable {
  readonly value = input.required<Options>();
  /** The meanings that there are; absent: any text. */
  readonly choices = input<readonly string[]>();
  readonly path = input('');
  readonly changed = output<Options>();
  readonly entered = output<string>();
  protected readonly texts = inject(Texts);
  protected readonly t = this.texts.t;
  protected readonly rows = signal<readonly Row[]>([]);
  private keys = 0;

  constructor() {
    // What comes from elsewhere replaces the rows; what these rows say already leaves them alone, with half-typed ones.
    effect(() => {
      const value = this.value();
      untracked(() => {
        if (JSON.stringify(recordFrom(this.rows())) === JSON.stringify(value)) return;
        this.rows.set(
          Object.entries(value).map(([word, meaning]) => ({
            key: ++this.keys,
            word,
            meaning: textOf(meaning),
          })),
        );
      });
    });
  }

  protected add(): void {
    this.rows.update((rows) => [...rows, { key: ++this.keys, word: '', meaning: this.choices()?.[0] ?? '' }]);
  }

  protected set(key: number, change: Partial<Row>): void {
    this.tell(this.rows().map((row) => (row.key === key ? { ...row, ...change } : row)));
  }

  protected remove(key: number): void {
    this.tell(this.rows().filter((row) => row.key !== key));
  }

  protected text(event: Event): string {
    return (event.target as HTMLInputElement | HTMLSelectElement).value;
  }

  private tell(rows: readonly Row[]): void {
    this.rows.set(rows);
    this.changed.emit(recordFrom(rows));
  }
}

const recordFrom = (rows: readonly Row[]): Options =>
  Object.fromEntries(rows.filter(({ word }) => word !== '').map(({ word, meaning }) => [word, meaning]));
