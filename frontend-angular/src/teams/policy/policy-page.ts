import {
  CdkDrag,
  type CdkDragDrop,
  CdkDragHandle,
  CdkDropList,
  CdkDropListGroup,
} from '@angular/cdk/drag-drop';
import {
  ChangeDetectionStrategy,
  Component,
  computed,
  effect,
  inject,
  input,
  signal,
  untracked,
} from '@angular/core';
import { FormsModule } from '@angular/forms';
import { Router, RouterLink } from '@angular/router';
import { Avatar } from '../../design/avatar';
import { Confirm } from '../../design/confirm-dialog';
import { BarryIcon } from '../../design/icon';
import { Keys } from '../../design/keys';
import { move } from '../../design/move';
import { ProblemNote, problemText } from '../../design/problem-note';
import { SEVERITIES, type Severity } from '../../design/severity';
import { Skeleton } from '../../design/skeleton';
import { Texts } from '../../design/text/texts';
import { stopwatch } from '../../design/time/format';
import { Toasts } from '../../design/toasts';
import type { Policy, Target } from '../../generated/api/models';
import { Directory } from '../../session/directory';
import { liveQuery } from '../../session/live-query';
import { PageTop } from '../../session/page-top';
import { type Problem, toProblem } from '../../session/problem';
import { Session } from '../../session/session';
import { TeamsApi } from '../teams-api';
import { LastResortRung } from './last-resort';
import {
  countChanges,
  LIMITS,
  newPolicy,
  newStep,
  type PolicyForm,
  problemsOf,
  type StepForm,
  toDraft,
  toForm,
} from './policy-form';
import { rehearse } from './rehearsal';
import { RehearsalChart } from './rehearsal-chart';
import { resolvePeople } from './resolve-people';
import { TargetPicker } from './target-picker';

const ORDERS = ['listed', 'random', 'round-robin', 'least-recently-called'] as const;
const THRESHOLDS = ['any', 'warning', 'high', 'critical'] as const;

/** The ladder: each step is people and one sentence; beside it what it does when nobody answers. */
@Component({
  selector: 'barry-policy-page',
  imports: [
    Avatar,
    BarryIcon,
    CdkDrag,
    CdkDragHandle,
    CdkDropList,
    CdkDropListGroup,
    FormsModule,
    LastResortRung,
    PageTop,
    ProblemNote,
    RehearsalChart,
    RouterLink,
    Skeleton,
    TargetPicker,
  ],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'main' },
  templateUrl: './policy-page.html',
})
export class PolicyPage {
  readonly teamId = input.required<string>();
  readonly policyId = input.required<string>();
  private readonly api = inject(TeamsApi);
  private readonly router = inject(Router);
  private readonly toasts = inject(Toasts);
  private readonly session = inject(Session);
  private readonly confirm = inject(Confirm);
  protected readonly directory = inject(Directory);
  protected readonly texts = inject(Texts);
  protected readonly t = this.texts.t;
  protected readonly orders = ORDERS;
  protected readonly thresholds = THRESHOLDS;
  protected readonly limits = LIMITS;
  protected readonly stopwatch = stopwatch;

  protected readonly isNew = computed(() => this.policyId() === 'new');
  protected readonly saved = liveQuery({
    params: () => (this.isNew() ? undefined : this.policyId()),
    load: (id) => this.api.policy(id),
    when: (event) => event.kind.startsWith('policy'),
  });
  private readonly duties = liveQuery({
    params: this.teamId,
    load: () => this.api.duties(this.teamId()),
  });
  /** The version the form was made from; a newer one on the server is shown, not swapped in. */
  protected readonly base = signal<Policy | undefined>(undefined);
  protected readonly form = signal<PolicyForm | undefined>(undefined);
  protected readonly busy = signal(false);
  protected readonly touched = signal(false);
  protected readonly problem = signal<Problem | undefined>(undefined);

  protected readonly mayEdit = computed(() => this.session.owns(this.teamId()));
  private readonly before = computed(() => {
    const base = this.base();
    return base === undefined ? undefined : toForm(base);
  });
  protected readonly changes = computed(() => {
    const [before, form] = [this.before(), this.form()];
    return before === undefined || form === undefined ? 0 : countChanges(before, form);
  });
  protected readonly outdated = computed(() => {
    const [base, saved] = [this.base(), this.saved.value()];
    return base !== undefined && saved !== undefined && saved.version > base.version;
  });
  private readonly own = computed(() => {
    const form = this.form();
    return form === undefined ? new Map<string, string>() : problemsOf(form);
  });
  protected readonly rehearsal = computed(() => {
    const form = this.form();
    if (form === undefined) return undefined;
    return rehearse(
      form.delaySeconds,
      form.steps.map((rules) => ({ rules, people: this.peopleOf(rules) })),
    );
  });
  protected readonly empty = computed(
    () => this.form()?.steps.findIndex((step) => this.peopleOf(step).length === 0) ?? -1,
  );

  constructor() {
    this.directory.start();
    effect(() => {
      const saved = this.saved.value();
      const teamId = this.teamId();
      untracked(() => {
        if (this.isNew()) this.form.set(newPolicy(this.t('policy.newName'), teamId));
        else if (saved !== undefined && (this.base() === undefined || this.changes() === 0)) this.take(saved);
      });
    });
    inject(Keys).bind(
      { keys: 'ctrl+s', says: 'keys.save', run: () => void this.save() },
      { keys: 'n', says: 'keys.newStep', run: () => this.addStep() },
    );
  }

  protected set(change: Partial<PolicyForm>): void {
    this.form.update((form) => (form === undefined ? form : { ...form, ...change }));
  }

  protected setStep(index: number, change: Partial<StepForm>): void {
    const steps = this.form()?.steps.map((step, at) => (at === index ? { ...step, ...change } : step));
    if (steps !== undefined) this.set({ steps });
  }

  protected addStep(): void {
    if (this.mayEdit()) this.set({ steps: [...(this.form()?.steps ?? []), newStep()] });
  }

  protected removeStep(index: number): void {
    const before = this.form()?.steps ?? [];
    this.set({ steps: before.filter((_, at) => at !== index) });
    this.toasts.tell(this.t('policy.stepRemoved'), () => this.set({ steps: before }));
  }

  protected moveStep(index: number, by: 1 | -1): void {
    this.set({ steps: move(this.form()?.steps ?? [], index, index + by) });
  }

  protected addTarget(index: number, target: Target): void {
    const targets = this.form()?.steps[index]?.targets ?? [];
    if (!targets.some((one) => one.id === target.id)) this.setStep(index, { targets: [...targets, target] });
  }

  protected removeTarget(index: number, id: string): void {
    const targets = this.form()?.steps[index]?.targets.filter((one) => one.id !== id);
    if (targets !== undefined) this.setStep(index, { targets });
  }

  protected targetKey(event: KeyboardEvent, index: number, at: number): void {
    const targets = this.form()?.steps[index]?.targets ?? [];
    if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowLeft')) {
      this.setStep(index, { targets: move(targets, at, at - 1) });
    } else if (event.altKey && (event.key === 'ArrowDown' || event.key === 'ArrowRight')) {
      this.setStep(index, { targets: move(targets, at, at + 1) });
    } else return;
    event.preventDefault();
  }

  protected drop(event: CdkDragDrop<number, number, Target>): void {
    const [from, to] = [event.previousContainer.data, event.container.data];
    const target = event.item.data;
    if (from === to) {
      const targets = this.form()?.steps[to]?.targets ?? [];
      this.setStep(to, { targets: move(targets, event.previousIndex, event.currentIndex) });
      return;
    }
    this.removeTarget(from, target.id);
    const targets = (this.form()?.steps[to]?.targets ?? []).filter((one) => one.id !== target.id);
    this.setStep(to, {
      targets: [...targets.slice(0, event.currentIndex), target, ...targets.slice(event.currentIndex)],
    });
  }

  protected nameOf(target: Target): string {
    switch (target.kind) {
      case 'user':
        return this.directory.user(target.id)?.name ?? '…';
      case 'team':
        return this.directory.team(target.id)?.name ?? '…';
      case 'schedule':
        return this.directory.schedule(target.id)?.name ?? '…';
    }
  }

  protected number(event: Event): number {
    return Number((event.target as HTMLInputElement).value);
  }

  protected order(event: Event): StepForm['order'] {
    const word = (event.target as HTMLSelectElement).value;
    return ORDERS.find((order) => order === word) ?? 'listed';
  }

  protected thresholdOf(step: StepForm): (typeof THRESHOLDS)[number] {
    return (
      [...THRESHOLDS]
        .reverse()
        .find(
          (level) =>
            level !== 'any' && step.severities.includes(level) && sameList(step.severities, upwards(level)),
        ) ?? 'any'
    );
  }

  protected threshold(event: Event): readonly Severity[] {
    const word = (event.target as HTMLSelectElement).value;
    const level = SEVERITIES.find((one) => one === word);
    return level === undefined ? [] : upwards(level);
  }

  protected startOf(index: number): string {
    const span = this.rehearsal()?.steps.find((one) => one.step === index + 1);
    return span === undefined ? '' : stopwatch(span.from * 1000);
  }

  /** Our own check, else what the server said about this field. */
  protected problemAt(field: string): string {
    const own = this.own().get(field);
    if (own !== undefined)
      return this.touched() || own === 'outOfRange' ? this.texts.word('policy', own) : '';
    return this.problem()?.fields.find((one) => one.field === field)?.message ?? '';
  }

  protected discard(): void {
    const saved = this.saved.value();
    if (saved !== undefined) this.take(saved);
    else void this.router.navigate(['/teams', this.teamId()]);
  }

  protected async save(): Promise<void> {
    const form = this.form();
    this.touched.set(true);
    if (form === undefined || this.busy() || this.own().size > 0 || !this.mayEdit()) return;
    this.busy.set(true);
    this.problem.set(undefined);
    try {
      const base = this.base();
      const policy =
        base === undefined
          ? await this.api.createPolicy(this.teamId(), toDraft(form))
          : await this.api.updatePolicy(base.policyId, base.version, toDraft(form));
      this.take(policy);
      this.toasts.tell(this.t('policy.saved', { version: policy.version }));
      void this.directory.load();
      if (base === undefined)
        await this.router.navigate(['/teams', this.teamId(), 'policies', policy.policyId]);
    } catch (error) {
      this.problem.set(toProblem(error));
      this.saved.refresh();
    } finally {
      this.busy.set(false);
    }
  }

  protected async remove(): Promise<void> {
    const base = this.base();
    if (base === undefined) return;
    const sure = await this.confirm.ask({
      title: this.t('policy.remove'),
      text: this.t('policy.confirmRemove'),
      does: this.t('policy.remove'),
      type: base.name,
    });
    if (!sure) return;
    try {
      await this.api.deletePolicy(base.policyId);
      void this.directory.load();
      await this.router.navigate(['/teams', this.teamId()]);
    } catch (error) {
      this.toasts.fail(problemText(toProblem(error), this.texts));
    }
  }

  private take(policy: Policy): void {
    this.base.set(policy);
    this.form.set(toForm(policy));
    this.touched.set(false);
    this.problem.set(undefined);
  }

  private peopleOf(step: StepForm): ReturnType<typeof resolvePeople> {
    return resolvePeople(
      step.targets,
      this.directory.users(),
      this.directory.teams(),
      this.duties.value() ?? [],
    );
  }
}

function upwards(level: Severity): readonly Severity[] {
  return SEVERITIES.slice(0, SEVERITIES.indexOf(level) + 1);
}

function sameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((one) => b.includes(one));
}
