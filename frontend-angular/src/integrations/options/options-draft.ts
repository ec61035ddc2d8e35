import { computed, effect, inject, Injectable, signal, untracked } from '@angular/core';
import { problemText, refusalText } from '../../design/problem-note';
import { Texts } from '../../design/text/texts';
import { Toasts } from '../../design/toasts';
import type { Integration } from '../../generated/api/models';
import { liveQuery } from '../../session/live-query';
import { type Problem, toProblem } from '../../session/problem';
import { IntegrationsApi } from '../integrations-api';
import { countDifferent, fieldsOf, type Options, recordOf } from './option-fields';

/** The options as somebody is changing them; tried before they are saved. Provided by the page. */
@Injectable()
export class OptionsDraft {
  private readonly api = inject(IntegrationsApi);
  private readonly toasts = inject(Toasts);
  private readonly texts = inject(Texts);
  readonly integration = signal<Integration | undefined>(undefined);
  private readonly plugins = liveQuery({ params: () => 'all', load: this.api.sources });
  /** What the draft was made from: a newer one is said, not swapped in. */
  readonly base = signal<Integration | undefined>(undefined);
  readonly options = signal<Options>({});
  readonly busy = signal(false);
  readonly problem = signal<Problem | undefined>(undefined);
  /** What the plugin finds wrong, by field: `mapping.title`. */
  private readonly refused = signal<ReadonlyMap<string, string>>(new Map());
  readonly fields = computed(() =>
    fieldsOf(
      this.plugins.value()?.find(({ id }) => id === this.base()?.source)?.schema,
      this.texts.language(),
    ),
  );
  readonly loaded = computed(() => this.plugins.value() !== undefined && this.base() !== undefined);
  readonly changes = computed(() => countDifferent(recordOf(this.base()?.options), this.options()));
  readonly outdated = computed(() => {
    const [base, now] = [this.base(), this.integration()];
    if (base === undefined || now === undefined) return false;
    return now.version > base.version && JSON.stringify(now.options) !== JSON.stringify(base.options);
  });

  constructor() {
    effect(() => {
      const now = this.integration();
      if (now !== undefined) untracked(() => this.meet(now));
    });
  }

  set(options: Options): void {
    this.problem.set(undefined);
    this.options.set(options);
  }

  discard(): void {
    const now = this.integration();
    if (now !== undefined) this.take(now);
  }

  keepMine(): void {
    this.base.set(this.integration());
    this.problem.set(undefined);
  }

  problemAt(path: string): string {
    return this.refused().get(path) ?? '';
  }

  /** Told where it is tried: what is wrong stands at its field, until it is tried again. */
  refuse(problem: Problem | undefined): void {
    this.refused.set(
      new Map(
        (problem?.code === 'OPTIONS_INVALID' ? problem.fields : []).map(({ field, message }) => [
          field.replace(/^options\.?/, ''),
          this.texts.language() === 'en' ? message : refusalText('OPTIONS_INVALID', message, this.texts),
        ]),
      ),
    );
  }

  async save(): Promise<boolean> {
    const base = this.base();
    if (base === undefined || this.busy() || this.changes() === 0) return false;
    this.busy.set(true);
    this.problem.set(undefined);
    try {
      const saved = await this.api.change(base, { options: this.options() });
      this.take(saved);
      this.toasts.tell(this.texts.t('options.saved'));
      return true;
    } catch (error) {
      const problem = toProblem(error);
      this.problem.set(problem);
      this.refuse(problem);
      if (problem.code !== 'OPTIONS_INVALID') this.toasts.fail(problemText(problem, this.texts));
      return false;
    } finally {
      this.busy.set(false);
    }
  }

  /** Its version counts other changes too: those are taken on. */
  private meet(now: Integration): void {
    const base = this.base();
    if (base?.integrationId !== now.integrationId || this.changes() === 0) this.take(now);
    else if (now.version > base.version && !this.outdated()) this.base.set(now);
  }

  private take(now: Integration): void {
    this.base.set(now);
    this.options.set(recordOf(now.options));
    this.problem.set(undefined);
    this.refused.set(new Map());
  }
}
