import {
  afterNextRender,
  ChangeDetectionStrategy,
  Component,
  inject,
  Injector,
  input,
  signal,
} from '@angular/core';
import { DOCUMENT } from '@angular/common';
import { BarryIcon } from '../../design/icon';
import { Keys } from '../../design/keys';
import { move } from '../../design/move';
import { ProblemNote } from '../../design/problem-note';
import { Skeleton } from '../../design/skeleton';
import { Texts } from '../../design/text/texts';
import { Toasts } from '../../design/toasts';
import { Directory } from '../../session/directory';
import { ExampleEditor } from './example-editor';
import { RuleEditor } from './rule-editor';
import { conditionsInWords, effectInWords } from './rule-words';
import { RulesDraft } from './rules-draft';
import { newExample, newRule, NO_RULE, type RuleForm } from './rules-form';

/** The rules in the order they are asked: each is a sentence, and opens to be changed. */
@Component({
  selector: 'barry-rule-ladder',
  imports: [BarryIcon, ExampleEditor, ProblemNote, RuleEditor, Skeleton],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'contents' },
  templateUrl: './rule-ladder.html',
})
export class RuleLadder {
  readonly mayEdit = input.required<boolean>();
  protected readonly draft = inject(RulesDraft);
  private readonly toasts = inject(Toasts);
  private readonly directory = inject(Directory);
  private readonly texts = inject(Texts);
  private readonly injector = inject(Injector);
  private readonly document = inject(DOCUMENT);
  protected readonly t = this.texts.t;
  /** The key of the rule that is open. */
  protected readonly opened = signal(0);

  constructor() {
    inject(Keys).bind(
      { keys: 'ctrl+s', says: 'keys.save', run: () => this.mayEdit() && void this.draft.save() },
      { keys: 'n', says: 'routing.add', run: () => this.addRule() },
    );
  }

  protected conditions(rule: RuleForm): string {
    return conditionsInWords(rule, this.texts);
  }

  protected says(rule: RuleForm): string {
    return effectInWords(rule, this.texts, this.directory);
  }

  protected addRule(): void {
    const form = this.draft.form();
    if (!this.mayEdit() || form === undefined) return;
    const rule = newRule(this.t('routing.newName', { number: form.rules.length + 1 }));
    this.draft.setRules([...form.rules, rule]);
    this.opened.set(rule.key);
    this.focus(rule.key, 'input');
  }

  protected removeRule(key: number): void {
    const before = this.draft.form()?.rules ?? [];
    this.draft.setRules(before.filter((one) => one.key !== key));
    this.toasts.tell(this.t('routing.removed'), () => this.draft.setRules(before));
  }

  protected moveRule(index: number, by: 1 | -1): void {
    this.draft.setRules(move(this.draft.form()?.rules ?? [], index, index + by));
  }

  protected key(event: KeyboardEvent, index: number): void {
    if (!this.mayEdit() || !event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    const key = this.draft.form()?.rules[index]?.key;
    this.moveRule(index, event.key === 'ArrowUp' ? -1 : 1);
    // A moved row is another place in the document: the focus goes with it.
    if (key !== undefined) this.focus(key, '.rule-open');
  }

  protected addExample(): void {
    const form = this.draft.form();
    if (form === undefined) return;
    const name = this.t('routing.newExample', { number: form.examples.length + 1 });
    this.draft.setExamples([...form.examples, newExample(name, form.rules[0]?.key ?? NO_RULE)]);
  }

  private focus(key: number, what: string): void {
    afterNextRender(() => this.document.querySelector<HTMLElement>(`#rule-${key} ${what}`)?.focus(), {
      injector: this.injector,
    });
  }
}
