import { ChangeDetectionStrategy, Component, inject, input, output, signal } from '@angular/core';
import { Texts } from '../../design/text/texts';
import { type OptionField, type Options, recordOf, stringsOf, textOf, withField } from './option-fields';
import { WordTable } from './word-table';

/** Draws the options of any plugin from its fields. */
@Component({
  selector: 'barry-plugin-form',
  imports: [WordTable],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'plugin-form' },
  templateUrl: './plugin-form.html',
})
export class PluginForm {
  readonly fields = input.required<readonly OptionField[]>();
  readonly value = input.required<Options>();
  /** Where this form stands in the whole, with a dot behind it: `mapping.` */
  readonly path = input('');
  /** What is wrong at a path, in words; empty where nothing is. */
  readonly problemAt = input.required<(path: string) => string>();
  readonly changed = output<Options>();
  /** The path of the text field that has the focus. */
  readonly entered = output<string>();
  protected readonly texts = inject(Texts);
  protected readonly t = this.texts.t;

  /** Groups that somebody opened: one that is emptied while it is written stays open. */
  protected readonly opened = signal<ReadonlySet<string>>(new Set());

  protected note(event: Event, name: string): void {
    const isOpen = (event.target as HTMLDetailsElement).open;
    this.opened.update((all) => new Set([...all].filter((one) => one !== name).concat(isOpen ? [name] : [])));
  }

  /** Said once, where several fields in a row would say the same. */
  protected hintOf({ hint }: OptionField, nth: number): string {
    return this.fields()[nth - 1]?.hint === hint ? '' : hint;
  }

  protected wordOf(choice: string): string {
    return this.texts.word('severity', choice);
  }

  protected set(name: string, value: unknown): void {
    const isNeeded = this.fields().some((field) => field.name === name && field.isRequired);
    // An empty table that has to be there is there, and empty.
    const isTable = typeof value === 'object' && value !== null;
    this.changed.emit(
      isNeeded && isTable ? { ...this.value(), [name]: value } : withField(this.value(), name, value),
    );
  }

  protected textAt(name: string): string {
    const value = this.value()[name];
    return typeof value === 'number' ? String(value) : textOf(value);
  }

  protected isOn(field: OptionField & { readonly kind: 'switch' }): boolean {
    const value = this.value()[field.name];
    return typeof value === 'boolean' ? value : field.initial;
  }

  protected linesAt(field: OptionField & { readonly kind: 'list' }): string {
    const value = this.value()[field.name];
    return (value === undefined ? field.initial : stringsOf(value)).join('\n');
  }

  protected setLines(name: string, event: Event): void {
    this.set(
      name,
      this.text(event)
        .split('\n')
        .filter((line) => line.trim() !== ''),
    );
  }

  protected setNumber(name: string, event: Event): void {
    const text = this.text(event);
    this.set(name, text === '' ? undefined : Number(text));
  }

  protected groupAt(name: string): Options {
    return recordOf(this.value()[name]);
  }

  protected groupIn(field: string, name: string): Options {
    return recordOf(this.groupAt(field)[name]);
  }

  protected isThere(name: string): boolean {
    return this.value()[name] !== undefined;
  }

  protected namesLeft(field: OptionField & { readonly kind: 'groups' }): readonly string[] {
    return field.names.filter((name) => !(name in this.groupAt(field.name)));
  }

  protected addGroup(field: OptionField & { readonly kind: 'groups' }, event: Event): void {
    const select = event.target as HTMLSelectElement;
    const name = select.value;
    select.value = '';
    const tables = field.fields.filter((one) => one.kind === 'table' && one.isRequired);
    const fresh = Object.fromEntries(tables.map((one) => [one.name, {}]));
    if (name !== '') this.set(field.name, { ...this.groupAt(field.name), [name]: fresh });
  }

  protected setGroup(field: string, name: string, value: Options | undefined): void {
    const before = this.groupAt(field);
    const after = Object.entries(before).flatMap(([key, old]) => {
      if (key !== name) return [[key, old] as const];
      return value === undefined ? [] : [[key, value] as const];
    });
    this.set(field, Object.fromEntries(after));
  }

  protected jsonAt(name: string): string {
    const value = this.value()[name];
    return value === undefined ? '' : JSON.stringify(value, undefined, 2);
  }

  /** What is no JSON yet is left as it was. */
  protected setJson(name: string, event: Event): void {
    const text = this.text(event);
    try {
      this.set(name, text.trim() === '' ? undefined : (JSON.parse(text) as unknown));
    } catch {
      // Typed on; the field shows it.
    }
  }

  protected text(event: Event): string {
    return (event.target as HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement).value;
  }

  protected checked(event: Event): boolean {
    return (event.target as HTMLInputElement).checked;
  }
}
