import {
  ChangeDetectionStrategy,
  Component,
  computed,
  inject,
  input,
  linkedSignal,
  signal,
} from '@angular/core';
import { FormsModule } from '@angular/forms';
import { Router, RouterLink } from '@angular/router';
import { BarryIcon } from '../design/icon';
import { ProblemNote } from '../design/problem-note';
import { Skeleton } from '../design/skeleton';
import { Texts } from '../design/text/texts';
import type { IntegrationMode } from '../generated/api/models';
import { Directory } from '../session/directory';
import { liveQuery } from '../session/live-query';
import { PageTop } from '../session/page-top';
import { type Problem, toProblem } from '../session/problem';
import { Session } from '../session/session';
import { IntegrationsApi } from './integrations-api';
import { WizardSteps } from './wizard-steps';

const CALL_HOOK = 'call';

/** First page of the wizard: which source, what it is called, whose it is. */
@Component({
  selector: 'barry-new-integration',
  imports: [BarryIcon, FormsModule, PageTop, ProblemNote, RouterLink, Skeleton, WizardSteps],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'main' },
  templateUrl: './new-integration.html',
})
export class NewIntegration {
  /** Preset by the page of a team. */
  readonly team = input<string>();
  private readonly api = inject(IntegrationsApi);
  private readonly router = inject(Router);
  private readonly session = inject(Session);
  protected readonly directory = inject(Directory);
  protected readonly texts = inject(Texts);
  protected readonly t = this.texts.t;
  protected readonly modes: readonly IntegrationMode[] = ['live', 'shadow'];

  protected readonly plugins = liveQuery({ params: () => 'all', load: this.api.sources });
  protected readonly sources = computed(() => [
    ...(this.plugins.value() ?? []).map(({ id, name }) => ({ id, name })),
    { id: CALL_HOOK, name: this.t('integrations.callHook') },
  ]);
  protected readonly source = signal('');
  protected readonly name = linkedSignal(
    () => this.sources().find((one) => one.id === this.source())?.name ?? '',
  );
  protected readonly teams = computed(() => {
    const isMine = (teamId: string): boolean => this.session.roleIn(teamId) !== undefined;
    return this.directory
      .teams()
      .filter((team) => this.session.owns(team.teamId))
      .sort((a, b) => Number(isMine(b.teamId)) - Number(isMine(a.teamId)));
  });
  protected readonly teamId = linkedSignal(() => this.team() ?? this.teams()[0]?.teamId ?? '');
  protected readonly serviceId = linkedSignal<string, string>({ source: this.teamId, computation: () => '' });
  protected readonly services = computed(() =>
    this.directory.services().filter((service) => service.teamId === this.teamId()),
  );
  protected readonly mode = signal<IntegrationMode>('live');
  protected readonly busy = signal(false);
  protected readonly problem = signal<Problem | undefined>(undefined);

  constructor() {
    this.directory.start();
  }

  protected hint(source: string): string {
    const hint = this.texts.word('sourceHint', source);
    return hint === source ? '' : hint;
  }

  protected async create(): Promise<void> {
    if (this.busy() || this.source() === '' || this.name().trim() === '' || this.teamId() === '') return;
    this.busy.set(true);
    this.problem.set(undefined);
    try {
      const one = await this.api.create({
        teamId: this.teamId(),
        name: this.name().trim(),
        source: this.source(),
        mode: this.mode(),
        ...(this.serviceId() === '' ? {} : { serviceId: this.serviceId() }),
      });
      await this.router.navigate(['/integrations', one.integrationId], { queryParams: { setup: 1 } });
    } catch (error) {
      this.problem.set(toProblem(error));
    } finally {
      this.busy.set(false);
    }
  }
}
