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
import { Router, RouterLink } from '@angular/router';
import { BarryIcon } from '../../design/icon';
import { Keys } from '../../design/keys';
import { ProblemNote, refusalText } from '../../design/problem-note';
import { Skeleton } from '../../design/skeleton';
import { Texts } from '../../design/text/texts';
import { Clock } from '../../design/time/clock';
import { Toasts } from '../../design/toasts';
import type { Maintenance, Service } from '../../generated/api/models';
import { Directory } from '../../session/directory';
import { LiveBoard } from '../../session/live-board';
import { liveQuery } from '../../session/live-query';
import { PageTop } from '../../session/page-top';
import { type Problem, toProblem } from '../../session/problem';
import { Session } from '../../session/session';
import { IntegrationsApi } from '../integrations-api';
import { ConditionRows } from '../rules/condition-rows';
import { weekdays } from '../rules/rule-words';
import { MaintenanceApi } from './maintenance-api';
import {
  fieldOf,
  type MaintenanceForm,
  newMaintenance,
  problemsOf,
  toForm,
  toInput,
  withRecurrence,
} from './maintenance-form';
import { scopeInWords, spanSentence } from './maintenance-words';

/** A window as it is planned or changed; beside it, in words, what it will do. */
@Component({
  selector: 'barry-maintenance-page',
  imports: [BarryIcon, ConditionRows, PageTop, ProblemNote, RouterLink, Skeleton],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'main' },
  templateUrl: './maintenance-page.html',
})
export class MaintenancePage {
  readonly maintenanceId = input<string>();
  /** Preset by a link. */
  readonly team = input<string>();
  readonly integration = input<string>();
  private readonly api = inject(MaintenanceApi);
  private readonly integrationsApi = inject(IntegrationsApi);
  private readonly router = inject(Router);
  private readonly session = inject(Session);
  private readonly clock = inject(Clock);
  private readonly board = inject(LiveBoard);
  private readonly toasts = inject(Toasts);
  protected readonly directory = inject(Directory);
  protected readonly texts = inject(Texts);
  protected readonly t = this.texts.t;
  protected readonly zones = Intl.supportedValuesOf('timeZone');
  protected readonly days = computed(() => weekdays(this.texts.language()));
  protected readonly zone = computed(() => this.clock.timeZone() ?? 'UTC');

  protected readonly query = liveQuery({
    params: () => ({ id: this.maintenanceId() }),
    load: async ({ id }) => {
      const [services, one] = await Promise.all([
        this.api.services(),
        id === undefined ? undefined : this.api.get(id),
      ]);
      return { services, one };
    },
    when: (event, { id }) => id !== undefined && event.kind.startsWith('maintenance'),
  });
  private readonly sources = liveQuery({ params: () => 'all', load: this.integrationsApi.list });
  protected readonly form = signal<MaintenanceForm | undefined>(undefined);
  /** What the form was made from: a newer one is said, not swapped in. */
  private readonly base = signal<Maintenance | undefined>(undefined);
  protected readonly touched = signal(false);
  protected readonly busy = signal(false);
  protected readonly problem = signal<Problem | undefined>(undefined);

  protected readonly isOver = computed(() => {
    const one = this.query.value()?.one;
    return one !== undefined && Date.parse(one.endsAt) <= this.clock.now();
  });
  protected readonly isOutdated = computed(() => {
    const [base, one] = [this.base(), this.query.value()?.one];
    return base !== undefined && one !== undefined && one.version > base.version;
  });
  protected readonly teams = computed(() => {
    const isMine = (teamId: string): boolean => this.session.roleIn(teamId) !== undefined;
    return this.directory
      .teams()
      .filter(({ teamId }) => this.session.responds(teamId))
      .sort((a, b) => Number(isMine(b.teamId)) - Number(isMine(a.teamId)));
  });
  /** Nothing to plan for. */
  protected readonly isStranger = computed(
    () =>
      this.maintenanceId() === undefined && this.directory.teams().length > 0 && this.teams().length === 0,
  );
  protected readonly mayEdit = computed(() => {
    const one = this.query.value()?.one;
    return one === undefined || this.session.responds(one.teamId);
  });
  protected readonly teamName = computed(() => this.directory.team(this.form()?.teamId)?.name ?? '…');
  protected readonly services = computed(() =>
    (this.query.value()?.services ?? []).filter(({ teamId }) => teamId === this.form()?.teamId),
  );
  protected readonly integrations = computed(() =>
    (this.sources.value() ?? []).filter(({ teamId }) => teamId === this.form()?.teamId),
  );
  private readonly problems = computed(() => {
    const form = this.form();
    return form === undefined ? undefined : problemsOf(form, this.clock.now(), this.zone());
  });
  protected readonly problemAt = computed(() => {
    const [problems, isTouched] = [this.problems(), this.touched()];
    const [problem, form] = [this.problem(), this.form()];
    const refused = problem?.details['field'];
    const place = typeof refused === 'string' && form !== undefined ? fieldOf(refused, form) : undefined;
    return (field: string): string => {
      const own = problems?.get(field);
      if (own !== undefined) return isTouched ? this.t(`maintenance.${own}`) : '';
      if (problem === undefined || place !== field) return '';
      return refusalText(problem.code, problem.title, this.texts);
    };
  });
  /** It begins when it is saved, or has begun. */
  protected readonly isNow = computed(() => {
    const form = this.form();
    if (form === undefined || this.base() !== undefined) return false;
    return form.from === '' && !form.recurs;
  });
  protected readonly says = computed(() => {
    const form = this.form();
    if (form === undefined) return [];
    const integration = this.integrations().find((one) => one.integrationId === form.integrationId)?.name;
    const service = this.services().find((one) => one.serviceId === form.serviceId)?.name;
    return [
      spanSentence(form, this.texts, this.clock, this.zone()),
      scopeInWords(form, { team: this.teamName(), integration, service }, this.texts),
      this.t('maintenance.doesShow'),
      this.t('maintenance.doesWorse'),
      this.t('maintenance.doesAfter'),
    ];
  });
  protected readonly ringsNow = computed(
    () =>
      this.board
        .escalations()
        .filter(({ status, teamId }) => status === 'calling' && teamId === this.form()?.teamId).length,
  );

  constructor() {
    this.directory.start();
    inject(Keys).bind({ keys: 'ctrl+s', says: 'keys.save', run: () => void this.save() });
    effect(() => {
      const found = this.query.value();
      const [first] = this.teams();
      if (found === undefined || this.form() !== undefined) return;
      if (this.maintenanceId() !== undefined) untracked(() => this.take(found.one, found.services));
      else if (first !== undefined) untracked(() => this.begin(this.team() ?? first.teamId));
    });
  }

  protected set(change: Partial<MaintenanceForm>): void {
    this.problem.set(undefined);
    this.form.update((form) => form && { ...form, ...change });
  }

  protected setTeam(teamId: string): void {
    this.set({ teamId, integrationId: '', serviceId: '' });
  }

  protected recur(recurs: boolean): void {
    this.form.update((form) => form && withRecurrence(form, recurs, this.clock.read(), this.zone()));
  }

  protected toggleDay(day: number): void {
    const days = this.form()?.weekdays ?? [];
    this.set({ weekdays: days.includes(day) ? days.filter((one) => one !== day) : [...days, day] });
  }

  protected text(event: Event): string {
    return (event.target as HTMLInputElement | HTMLSelectElement).value;
  }

  protected takeTheirs(): void {
    const found = this.query.value();
    if (found !== undefined) this.take(found.one, found.services);
  }

  protected keepMine(): void {
    this.base.set(this.query.value()?.one);
    this.problem.set(undefined);
  }

  protected async save(): Promise<void> {
    const [form, base, found] = [this.form(), this.base(), this.query.value()];
    this.touched.set(true);
    if (form === undefined || found === undefined || this.busy() || !this.mayEdit()) return;
    if ((this.problems()?.size ?? 0) > 0) return;
    this.busy.set(true);
    this.problem.set(undefined);
    try {
      const given = toInput(form, found.services, this.zone());
      if (base === undefined) await this.api.create(given);
      else await this.api.change(base, given);
      this.toasts.tell(this.t('maintenance.saved'));
      await this.router.navigateByUrl('/maintenance');
    } catch (error) {
      this.problem.set(toProblem(error));
      this.query.refresh();
    } finally {
      this.busy.set(false);
    }
  }

  private begin(teamId: string): void {
    const form = newMaintenance({ teamId, now: this.clock.read(), zone: this.zone() });
    this.form.set({ ...form, integrationId: this.integration() ?? '' });
  }

  private take(one: Maintenance | undefined, services: readonly Service[]): void {
    if (one === undefined) return;
    this.base.set(one);
    this.form.set(toForm(one, services, this.zone()));
    this.problem.set(undefined);
    this.touched.set(false);
  }
}
