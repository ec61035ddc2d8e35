import {
  ChangeDetectionStrategy,
  Component,
  computed,
  effect,
  inject,
  input,
  output,
  signal,
  untracked,
} from '@angular/core';
import { FormsModule } from '@angular/forms';
import { Avatar } from '../../design/avatar';
import { BarryIcon } from '../../design/icon';
import { ProblemNote } from '../../design/problem-note';
import { SeverityMark } from '../../design/severity-mark';
import { becauseInWords } from '../../design/text/because';
import { Texts } from '../../design/text/texts';
import { Clock } from '../../design/time/clock';
import { Toasts } from '../../design/toasts';
import type { Delivery, RoutingRule, RoutingTrial } from '../../generated/api/models';
import { Directory } from '../../session/directory';
import { liveQuery } from '../../session/live-query';
import { type Problem, toProblem } from '../../session/problem';
import { IntegrationsApi } from '../integrations-api';
import { rawSignals, type ReadField, readSignals } from '../reading';
import { RulesDraft } from './rules-draft';
import { exampleOf, NO_RULE } from './rules-form';

const PAUSE_MS = 400;

interface Asked {
  readonly rules: readonly RoutingRule[];
  readonly deliveryId?: string;
  readonly body?: string;
  readonly options?: object;
}

/** What would become of a delivery by the rules as they stand in the draft; nothing is stored, nobody is called. */
@Component({
  selector: 'barry-trial-pane',
  imports: [Avatar, BarryIcon, FormsModule, ProblemNote, SeverityMark],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'contents' },
  templateUrl: './trial-pane.html',
})
export class TrialPane {
  readonly integrationId = input.required<string>();
  readonly deliveries = input.required<readonly Delivery[]>();
  readonly delivery = input<Delivery>();
  readonly mayEdit = input.required<boolean>();
  /** In place of the saved options; then all that is read is shown, and what is wrong with them is told. */
  readonly options = input<object>();
  readonly refused = output<Problem | undefined>();
  /** What is tried, as it was sent. */
  readonly tried = output<string>();
  readonly chosen = output<string>();
  protected readonly draft = inject(RulesDraft);
  private readonly api = inject(IntegrationsApi);
  private readonly clock = inject(Clock);
  private readonly toasts = inject(Toasts);
  private readonly directory = inject(Directory);
  protected readonly texts = inject(Texts);
  protected readonly t = this.texts.t;
  protected readonly pasting = signal(false);
  protected readonly body = signal('');
  protected readonly bySaved = signal(false);
  private readonly byDraft = computed(() => this.draft.changes() > 0 && !this.bySaved());
  protected readonly incomplete = computed(() => this.byDraft() && this.draft.rules() === undefined);
  /** An opened link may name one that is older than the list. */
  protected readonly listed = computed(() => {
    const [list, one] = [this.deliveries(), this.delivery()];
    return one === undefined || list.some(({ deliveryId }) => deliveryId === one.deliveryId)
      ? list
      : [...list, one];
  });
  private readonly asked = computed((): Asked | undefined => {
    const rules = this.byDraft() ? this.draft.rules() : this.draft.base()?.rules;
    const deliveryId = this.delivery()?.deliveryId;
    if (rules === undefined) return undefined;
    const options = this.options();
    const by = { rules, ...(options === undefined ? {} : { options }) };
    if (this.pasting()) return this.body().trim() === '' ? undefined : { ...by, body: this.body() };
    return deliveryId === undefined ? undefined : { ...by, deliveryId };
  });
  /** What was asked when the typing paused. */
  private readonly settled = signal<Asked | undefined>(undefined);
  protected readonly trial = liveQuery({
    params: this.settled,
    load: (asked) => this.ask(asked),
  });

  constructor() {
    effect(() => this.tried.emit(this.pasting() ? this.body() : (this.delivery()?.body ?? '')));
    effect((cleanup) => {
      const asked = this.asked();
      if (asked === undefined) return;
      const isFirst = untracked(this.settled) === undefined;
      const timer = setTimeout(() => this.settled.set(asked), isFirst ? 0 : PAUSE_MS);
      cleanup(() => clearTimeout(timer));
    });
  }

  /** What was read of a signal, where that is what is being tried. */
  protected readOf({ reading }: RoutingTrial, nth: number): readonly ReadField[] {
    return this.options() === undefined ? [] : (readSignals(reading)[nth]?.fields ?? []);
  }

  protected fieldName(path: string): string {
    const label = /^labels\.(.+)$/.exec(path)?.[1];
    return label === undefined ? this.texts.word('field', path) : `${this.t('field.label')} ${label}`;
  }

  protected nameOf({ receivedAt, outcome, reading }: Delivery): string {
    const title = rawSignals(reading)[0]?.['title'];
    const said = typeof title === 'string' ? title : this.texts.word('outcome', outcome);
    return `${this.clock.short(receivedAt)} · ${said}`;
  }

  protected policyName(policyId: string): string {
    return this.directory.policy(policyId)?.name ?? '';
  }

  protected because(code: string): string {
    return becauseInWords(code, this.texts);
  }

  protected text(event: Event): string {
    return (event.target as HTMLSelectElement).value;
  }

  protected mayKeep(nth: number): boolean {
    return this.mayEdit() && !this.pasting() && rawSignals(this.delivery()?.reading)[nth] !== undefined;
  }

  protected keep(nth: number, title: string, ruleName: string | undefined): void {
    const [form, delivery] = [this.draft.form(), this.delivery()];
    const read = rawSignals(delivery?.reading)[nth];
    if (form === undefined || delivery === undefined || read === undefined) return;
    const rule = form.rules.find(({ name }) => name.trim() === ruleName)?.key ?? NO_RULE;
    const name = this.exampleName(title);
    this.draft.setExamples([...form.examples, exampleOf(read, { name, at: delivery.receivedAt, rule })]);
    this.toasts.tell(this.t('routing.exampleKept'));
  }

  /** Names of examples are told apart by a number. */
  private exampleName(title: string): string {
    const taken = new Set(this.draft.form()?.examples.map(({ name }) => name));
    const name = title.slice(0, 90);
    for (let nth = 2; ; nth += 1) {
      const one = nth === 2 ? name : `${name} ${nth - 1}`;
      if (!taken.has(one)) return one;
    }
  }

  private async ask(asked: Asked): Promise<RoutingTrial> {
    const sent = this.draft.form();
    try {
      const result = await this.api.tryRouting(this.integrationId(), { ...asked, rules: [...asked.rules] });
      if (asked.options !== undefined) this.refused.emit(undefined);
      return result;
    } catch (error) {
      const problem = toProblem(error);
      // Of a rule it is told at the rule; here it is told in any case.
      if (sent !== undefined && problem.code === 'RULE_INVALID') this.draft.refuse(problem, sent);
      if (asked.options !== undefined) this.refused.emit(problem);
      throw error;
    }
  }
}
