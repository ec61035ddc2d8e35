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
import { Dialog } from '@angular/cdk/dialog';
import { firstValueFrom } from 'rxjs';
import { Confirm } from '../design/confirm-dialog';
import { BarryIcon } from '../design/icon';
import { MarkdownText } from '../design/markdown/markdown-text';
import { ProblemNote, problemText } from '../design/problem-note';
import { Skeleton } from '../design/skeleton';
import { Texts } from '../design/text/texts';
import { TimeAgo } from '../design/time/time-ago';
import { Toasts } from '../design/toasts';
import type {
  Delivery,
  InstallFile,
  IntegrationMode,
  IntegrationSetup,
  ReplayResult,
} from '../generated/api/models';
import { Directory } from '../session/directory';
import { liveQuery } from '../session/live-query';
import { PageTop } from '../session/page-top';
import { type Problem, toProblem } from '../session/problem';
import { Session } from '../session/session';
import { DeliveryLook } from './delivery-look';
import { FormerKey } from './former-key';
import { HandshakeNote } from './handshake-note';
import { IntegrationsApi } from './integrations-api';
import { OptionsDraft } from './options/options-draft';
import { OptionsPane } from './options/options-pane';
import { ReplayDialog, type ReplayWish } from './replay-dialog';
import { RuleLadder } from './rules/rule-ladder';
import { RulesDraft } from './rules/rules-draft';
import { TrialPane } from './rules/trial-pane';
import { HeartbeatTable } from './signs/heartbeat-table';
import { SilenceForm } from './signs/silence-form';
import { WizardSteps } from './wizard-steps';
import { ShadowReportView } from './word/shadow-report';
import { WordForm } from './word/word-form';

const MODES: readonly IntegrationMode[] = ['live', 'shadow', 'off'];

/** The lines to paste, the wait for the first delivery, then what arrived and what Barry read. */
@Component({
  selector: 'barry-integration-page',
  imports: [
    BarryIcon,
    DeliveryLook,
    FormerKey,
    HandshakeNote,
    HeartbeatTable,
    MarkdownText,
    OptionsPane,
    PageTop,
    ProblemNote,
    RouterLink,
    RuleLadder,
    ShadowReportView,
    SilenceForm,
    Skeleton,
    TimeAgo,
    TrialPane,
    WizardSteps,
    WordForm,
  ],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'main' },
  providers: [OptionsDraft, RulesDraft],
  templateUrl: './integration-page.html',
})
export class IntegrationPage {
  readonly integrationId = input.required<string>();
  /** In the address while the wizard runs. */
  readonly setup = input<string>();
  readonly delivery = input<string>();
  /** `rules`, `options`, `signs`, `trial`, or nothing for the deliveries. */
  readonly view = input<string>();
  private readonly api = inject(IntegrationsApi);
  private readonly router = inject(Router);
  private readonly toasts = inject(Toasts);
  private readonly session = inject(Session);
  private readonly confirm = inject(Confirm);
  private readonly dialog = inject(Dialog);
  protected readonly draft = inject(RulesDraft);
  protected readonly optionsDraft = inject(OptionsDraft);
  /** What the trial is about: its fields are offered to the mapping. */
  protected readonly tried = signal('');
  protected readonly directory = inject(Directory);
  protected readonly texts = inject(Texts);
  protected readonly t = this.texts.t;
  protected readonly modes = MODES;
  protected readonly lines = signal<IntegrationSetup | undefined>(undefined);
  protected readonly problem = signal<Problem | undefined>(undefined);
  protected readonly copied = signal('');

  protected readonly query = liveQuery({
    params: this.integrationId,
    load: (id) => this.api.get(id),
    when: (event, id) => event['integrationId'] === id,
  });
  protected readonly deliveries = liveQuery({
    params: this.integrationId,
    load: (id) => this.api.deliveries(id),
    when: (event, id) => event['integrationId'] === id || event.kind.startsWith('alert'),
  });
  /** A link may name one that is older than the list. */
  private readonly named = liveQuery({
    params: computed(() => {
      const [list, id] = [this.deliveries.value(), this.delivery()];
      return list === undefined || list.some(({ deliveryId }) => deliveryId === id) ? undefined : id;
    }),
    load: (id) => this.api.delivery(id),
  });
  protected readonly chosen = computed(() => {
    const [list, id, named] = [this.deliveries.value() ?? [], this.delivery(), this.named.value()];
    if (named !== undefined && named.deliveryId === id) return named;
    return list.find((one) => one.deliveryId === id) ?? list[0];
  });
  protected readonly inRules = computed(() => this.view() === 'rules');
  protected readonly inOptions = computed(() => this.view() === 'options');
  protected readonly inSigns = computed(() => this.view() === 'signs' && this.hasRules());
  protected readonly inTrial = computed(() => this.view() === 'trial' && this.hasRules());
  protected readonly inLog = computed(
    () => !this.inRules() && !this.inOptions() && !this.inSigns() && !this.inTrial(),
  );
  /** A call hook has no alerts to route. */
  protected readonly hasRules = computed(() => {
    const source = this.query.value()?.source;
    return source !== undefined && source !== 'call';
  });
  protected readonly waiting = computed(() => this.deliveries.value()?.length === 0);
  protected readonly step = computed(() => {
    if (this.waiting()) return 3;
    return this.chosen()?.outcome === 'accepted' ? 5 : 4;
  });
  /** In the wizard the lines make room for what arrived; asked for by the button they stay. */
  protected readonly showsGuide = computed(
    () => this.setup() === 'guide' || (this.setup() !== undefined && this.step() < 5),
  );
  protected readonly mayEdit = computed(() => {
    const teamId = this.query.value()?.teamId;
    return teamId !== undefined && this.session.owns(teamId);
  });

  protected readonly mayPlan = computed(() => {
    const teamId = this.query.value()?.teamId;
    return teamId !== undefined && this.session.responds(teamId);
  });

  protected readonly maySetKey = computed(() => this.session.user()?.role === 'admin');

  constructor() {
    this.directory.start();
    effect(() => {
      this.draft.integrationId.set(this.hasRules() ? this.integrationId() : undefined);
    });
    effect(() => {
      const one = this.query.value();
      if (this.hasRules() && one !== undefined) this.optionsDraft.integration.set(one);
    });
    // Its version is that of its rules.
    effect(() => {
      if (this.query.value()?.version !== undefined) untracked(() => this.draft.saved.refresh());
    });
    effect(() => {
      const id = this.integrationId();
      const language = this.texts.language();
      if (this.setup() === undefined) return;
      untracked(() => void this.reveal(id, language));
    });
    // Without an event the first delivery would only be seen on a reload: ask, while somebody waits for it.
    effect((cleanup) => {
      if (!this.waiting()) return;
      const timer = setInterval(() => this.deliveries.refresh(), 3_000);
      cleanup(() => clearInterval(timer));
    });
  }

  protected open(setup: boolean): void {
    void this.router.navigate([], {
      queryParams: { setup: setup ? 'guide' : undefined },
      queryParamsHandling: 'merge',
    });
  }

  /** Out of the guide: a sender that signs wants its secret here before it sends anything. */
  protected openOptions(): void {
    void this.router.navigate([], {
      queryParams: { setup: undefined, view: 'options' },
      queryParamsHandling: 'merge',
    });
  }

  protected look(
    view: 'rules' | 'options' | 'signs' | 'trial' | undefined,
    delivery = this.delivery(),
  ): void {
    void this.router.navigate([], { queryParams: { view, delivery }, queryParamsHandling: 'merge' });
  }

  protected async saveRules(): Promise<void> {
    if (await this.draft.save()) this.query.refresh();
  }

  protected async saveOptions(): Promise<void> {
    if (await this.optionsDraft.save()) this.query.refresh();
  }

  protected async replay(delivery: Delivery): Promise<void> {
    const mode = this.query.value()?.mode ?? 'live';
    const opened = this.dialog.open<ReplayResult, ReplayWish, ReplayDialog>(ReplayDialog, {
      data: { delivery, mode },
      backdropClass: 'backdrop',
      panelClass: 'dialog-panel',
      autoFocus: 'dialog',
    });
    const result = await firstValueFrom(opened.closed);
    if (result === undefined) return;
    this.deliveries.refresh();
    this.query.refresh();
    this.choose(result.deliveryId);
    this.toasts.tell(this.t('replay.done'));
  }

  protected choose(delivery: string): void {
    void this.router.navigate([], {
      queryParams: { delivery },
      queryParamsHandling: 'merge',
      replaceUrl: true,
    });
  }

  protected async copy(text: string, what: string): Promise<void> {
    await navigator.clipboard.writeText(text);
    this.copied.set(what);
    this.toasts.tell(this.t('common.copied'));
  }

  /** Nothing is fetched: the file came with the lines, and its address holds the key. */
  protected save({ name, text }: InstallFile): void {
    const address = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }));
    const link = Object.assign(document.createElement('a'), { href: address, download: name });
    link.click();
    URL.revokeObjectURL(address);
  }

  protected mode(event: Event): Promise<void> {
    const word = (event.target as HTMLSelectElement).value;
    const mode = MODES.find((one) => one === word);
    const one = this.query.value();
    if (mode === undefined || one === undefined) return Promise.resolve();
    return this.act(() => this.api.change(one, { mode }));
  }

  protected rotate(): Promise<void> {
    return this.act(async () => {
      await this.api.rotateKey(this.integrationId());
      await this.reveal(this.integrationId(), this.texts.language());
      this.toasts.tell(this.t('integrations.rotated'));
    });
  }

  protected async keyChanged(): Promise<void> {
    await this.reveal(this.integrationId(), this.texts.language());
    this.query.refresh();
  }

  protected async remove(): Promise<void> {
    const one = this.query.value();
    if (one === undefined) return;
    const sure = await this.confirm.ask({
      title: this.t('integrations.remove'),
      text: this.t('integrations.confirmRemove'),
      does: this.t('integrations.remove'),
      type: one.name,
    });
    if (!sure) return;
    await this.act(async () => {
      await this.api.remove(one.integrationId);
      await this.router.navigateByUrl('/integrations');
    });
  }

  private async reveal(id: string, language: 'en' | 'ja'): Promise<void> {
    this.problem.set(undefined);
    try {
      this.lines.set(await this.api.setup(id, language));
    } catch (error) {
      this.problem.set(toProblem(error));
    }
  }

  private async act(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.toasts.fail(problemText(toProblem(error), this.texts));
    }
    this.query.refresh();
  }
}
