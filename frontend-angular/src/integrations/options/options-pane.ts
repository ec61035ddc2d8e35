import { ChangeDetectionStrategy, Component, computed, inject, input, signal } from '@angular/core';
import { DOCUMENT } from '@angular/common';
import { BarryIcon } from '../../design/icon';
import { Keys } from '../../design/keys';
import { ProblemNote } from '../../design/problem-note';
import { Skeleton } from '../../design/skeleton';
import { Texts } from '../../design/text/texts';
import { bodyPaths } from './body-paths';
import { OptionsDraft } from './options-draft';
import { recordOf, textOf } from './option-fields';
import { PluginForm } from './plugin-form';

/** The options of an integration; where it has a mapping, with what was sent, to be written into it by a click. */
@Component({
  selector: 'barry-options-pane',
  imports: [BarryIcon, PluginForm, ProblemNote, Skeleton],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'contents' },
  templateUrl: './options-pane.html',
})
export class OptionsPane {
  readonly mayEdit = input.required<boolean>();
  /** What is tried beside. */
  readonly body = input('');
  protected readonly draft = inject(OptionsDraft);
  private readonly document = inject(DOCUMENT);
  protected readonly t = inject(Texts).t;
  private readonly entered = signal('mapping.title');
  protected readonly problemAt = computed(() => {
    const { draft } = this;
    return (path: string): string => draft.problemAt(path);
  });
  protected readonly hasMapping = computed(() => this.draft.fields().some(({ name }) => name === 'mapping'));
  protected readonly paths = computed(() =>
    this.hasMapping()
      ? bodyPaths(this.body(), textOf(recordOf(this.draft.options()['mapping'])['items']))
      : [],
  );

  constructor() {
    inject(Keys).bind({
      keys: 'ctrl+s',
      says: 'keys.save',
      run: () => this.mayEdit() && void this.draft.save(),
    });
  }

  protected enter(path: string): void {
    this.entered.set(path);
  }

  /** Into the field where somebody was, at its cursor; a path field takes the path alone. */
  protected insert(path: string): void {
    const field = [...this.document.querySelectorAll<HTMLInputElement>('[data-path]')].find(
      (one) => one.dataset['path'] === this.entered(),
    );
    if (field === undefined) return;
    const isPath = /\.(items|labelsFrom)$/.test(this.entered());
    const [from, to] = [field.selectionStart ?? field.value.length, field.selectionEnd ?? field.value.length];
    if (isPath) field.value = path;
    else field.setRangeText(`{{${path}}}`, from, to, 'end');
    field.dispatchEvent(new Event('input', { bubbles: true }));
    field.focus();
  }
}
