import { computed, effect, inject, Injectable, signal, untracked } from '@angular/core';
import { refusalText } from '../../design/problem-note';
import { Texts } from '../../design/text/texts';
import { Clock } from '../../design/time/clock';
import { Toasts } from '../../design/toasts';
import type { RoutingRule, RoutingRules } from '../../generated/api/models';
import { liveQuery } from '../../session/live-query';
import { type Problem, toProblem } from '../../session/problem';
import { IntegrationsApi } from '../integrations-api';
import {
  countChanges,
  type ExampleForm,
  fieldKey,
  placeOf,
  problemsOf,
  type RuleForm,
  type RulesForm,
  toExamples,
  toForm,
  toRules,
} from './rules-form';

/** The rules as somebody is writing them; they outlive a look at the deliveries. Provided by the page. */
@Injectable()
export class RulesDraft {
  private readonly api = inject(IntegrationsApi);
  private readonly clock = inject(Clock);
  private readonly toasts = inject(Toasts);
  private readonly texts = inject(Texts);
  readonly integrationId = signal<string | undefined>(undefined);
  readonly saved = liveQuery({
    params: this.integrationId,
    load: (id) => this.api.rules(id),
    when: (event) => event.kind.startsWith('integration'),
  });
  /** What the form was made from; newer rules on the server are shown, not swapped in. */
  readonly base = signal<RoutingRules | undefined>(undefined);
  readonly form = signal<RulesForm | undefined>(undefined);
  readonly busy = signal(false);
  readonly touched = signal(false);
  readonly problem = signal<Problem | undefined>(undefined);
  private readonly before = signal<RulesForm | undefined>(undefined);
  /** What the server refused, at the field that it refused, until that rule is changed. */
  private readonly refused = signal<ReadonlyMap<string, string>>(new Map());
  readonly own = computed(() => {
    const form = this.form();
    return form === undefined ? new Map<string, string>() : problemsOf(form);
  });
  readonly changes = computed(() => {
    const [before, form] = [this.before(), this.form()];
    return before === undefined || form === undefined ? 0 : countChanges(before, form);
  });
  readonly outdated = computed(() => {
    const [base, saved] = [this.base(), this.saved.value()];
    return base !== undefined && saved !== undefined && saved.version > base.version;
  });

  constructor() {
    effect(() => {
      const saved = this.saved.value();
      if (saved !== undefined) untracked(() => this.meet(saved));
    });
  }

  /** As it would be saved; undefined while something is missing in it. */
  rules(): readonly RoutingRule[] | undefined {
    const form = this.form();
    return form === undefined || this.own().size > 0 ? undefined : toRules(form, this.zone());
  }

  zone(): string {
    return this.clock.timeZone() ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  }

  setRules(rules: readonly RuleForm[]): void {
    this.form.update((form) => form && { ...form, rules });
  }

  setExamples(examples: readonly ExampleForm[]): void {
    this.form.update((form) => form && { ...form, examples });
  }

  setRule(key: number, change: Partial<RuleForm>): void {
    this.forgetRefusals(key);
    this.setRules((this.form()?.rules ?? []).map((one) => (one.key === key ? { ...one, ...change } : one)));
  }

  setExample(key: number, change: Partial<ExampleForm>): void {
    this.forgetRefusals(key);
    this.setExamples(
      (this.form()?.examples ?? []).map((one) => (one.key === key ? { ...one, ...change } : one)),
    );
  }

  /** Our own check once saving was tried, else what the server said about this field. */
  problemAt(key: number, field: string): string {
    const place = fieldKey(key, field);
    const own = this.own().get(place);
    if (own !== undefined) return this.touched() ? this.texts.word('routing', own) : '';
    return this.refused().get(place) ?? '';
  }

  hasProblem(key: number): boolean {
    const here = (place: string): boolean => place.startsWith(fieldKey(key, ''));
    const own = this.touched() ? [...this.own().keys()] : [];
    return [...own, ...this.refused().keys()].some(here);
  }

  discard(): void {
    const saved = this.saved.value();
    if (saved !== undefined) this.take(saved);
  }

  /** Goes on with the draft: saving it replaces what somebody else saved. */
  keepMine(): void {
    const saved = this.saved.value();
    if (saved === undefined) return;
    this.base.set(saved);
    this.before.set(toForm(saved));
    this.problem.set(undefined);
  }

  async save(): Promise<boolean> {
    const [form, base] = [this.form(), this.base()];
    this.touched.set(true);
    if (form === undefined || base === undefined || this.busy() || this.own().size > 0) return false;
    this.busy.set(true);
    this.problem.set(undefined);
    try {
      const saved = await this.api.setRules(base, toRules(form, this.zone()), toExamples(form));
      this.take(saved);
      this.saved.refresh();
      this.toasts.tell(this.texts.t('routing.saved'));
      return true;
    } catch (error) {
      const problem = toProblem(error);
      this.problem.set(problem);
      this.refuse(problem, form);
      this.saved.refresh();
      return false;
    } finally {
      this.busy.set(false);
    }
  }

  /** Shows at its field what was refused of the form that was sent. */
  refuse(problem: Problem, sent: RulesForm): void {
    const path = problem.details['field'];
    const named = typeof path === 'string' ? [{ field: path, message: this.said(problem) }] : problem.fields;
    const placed = named.flatMap(({ field, message }) => {
      const place = placeOf(field, sent);
      return place === undefined ? [] : [[place, message] as const];
    });
    this.refused.set(new Map([...placed, ...this.failedExamples(problem, sent)]));
  }

  /** At the rule itself nobody has to be told its name. */
  private said({ code, title }: Problem): string {
    return refusalText(code, title.replace(/^.*?: (?=.)/, ''), this.texts);
  }

  private failedExamples(
    { code, details }: Problem,
    sent: RulesForm,
  ): readonly (readonly [string, string])[] {
    const list: unknown = details['examples'];
    if (code !== 'EXAMPLE_FAILED' || !Array.isArray(list)) return [];
    return list.flatMap((one: { readonly name: string; readonly got: string }) => {
      const example = sent.examples.find(({ name }) => name.trim() === one.name);
      const said =
        one.got === ''
          ? this.texts.t('routing.gotNone')
          : this.texts.t('routing.gotOther', { rule: one.got });
      return example === undefined ? [] : [[fieldKey(example.key, 'rule'), said] as const];
    });
  }

  private forgetRefusals(key: number): void {
    const left = [...this.refused()].filter(([place]) => !place.startsWith(fieldKey(key, '')));
    if (left.length === this.refused().size) return;
    this.refused.set(new Map(left));
    if (left.length === 0) this.problem.set(undefined);
  }

  private meet(saved: RoutingRules): void {
    const base = this.base();
    if (base === undefined || base.integrationId !== saved.integrationId || this.changes() === 0) {
      if (base?.version !== saved.version || base.integrationId !== saved.integrationId) this.take(saved);
      return;
    }
    // The version is the integration's: another mode makes a newer one of the same rules.
    if (sameRules(base, saved)) {
      this.base.set(saved);
      if (this.problem()?.code === 'CHANGED_MEANWHILE') this.problem.set(undefined);
    }
  }

  private take(saved: RoutingRules): void {
    const form = toForm(saved);
    this.base.set(saved);
    this.before.set(form);
    this.form.set(form);
    this.touched.set(false);
    this.refused.set(new Map());
    this.problem.set(undefined);
  }
}

const sameRules = (a: RoutingRules, b: RoutingRules): boolean =>
  JSON.stringify([a.rules, a.examples]) === JSON.stringify([b.rules, b.examples]);
