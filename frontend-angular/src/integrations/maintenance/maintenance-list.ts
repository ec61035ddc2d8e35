import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { Avatar } from '../../design/avatar';
import { Confirm } from '../../design/confirm-dialog';
import { EmptyState } from '../../design/empty-state';
import { Glow } from '../../design/glow';
import { BarryIcon } from '../../design/icon';
import { ProblemNote, problemText } from '../../design/problem-note';
import { Rows } from '../../design/rows';
import { Skeleton } from '../../design/skeleton';
import { Texts } from '../../design/text/texts';
import { Clock } from '../../design/time/clock';
import { Toasts } from '../../design/toasts';
import type { Maintenance } from '../../generated/api/models';
import { Directory } from '../../session/directory';
import { liveQuery } from '../../session/live-query';
import { PageTop } from '../../session/page-top';
import { toProblem } from '../../session/problem';
import { Session } from '../../session/session';
import { IntegrationsApi } from '../integrations-api';
import { MaintenanceApi } from './maintenance-api';
import { toForm } from './maintenance-form';
import { scopeInWords, whenInWords } from './maintenance-words';

const PARTS = ['running', 'planned', 'ended'] as const;

/** What keeps alerts quiet now, what will, and what did. */
@Component({
  selector: 'barry-maintenance-list',
  imports: [Avatar, BarryIcon, EmptyState, Glow, PageTop, ProblemNote, RouterLink, Rows, Skeleton],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'main' },
  templateUrl: './maintenance-list.html',
})
export class MaintenanceList {
  readonly team = input<string>();
  private readonly api = inject(MaintenanceApi);
  private readonly integrations = inject(IntegrationsApi);
  private readonly router = inject(Router);
  private readonly confirm = inject(Confirm);
  private readonly toasts = inject(Toasts);
  private readonly session = inject(Session);
  private readonly clock = inject(Clock);
  protected readonly directory = inject(Directory);
  protected readonly texts = inject(Texts);
  protected readonly t = this.texts.t;
  protected readonly mayPlan = computed(() =>
    this.directory.teams().some(({ teamId }) => this.session.responds(teamId)),
  );
  protected readonly query = liveQuery({
    // Hours begin and end without an event.
    params: () => ({ team: this.team(), minute: Math.floor(this.clock.now() / 60_000) }),
    load: ({ team }) => this.api.list(team),
    when: (event) => /^(maintenance|alert)\b/.test(event.kind),
  });
  private readonly sources = liveQuery({ params: () => 'all', load: this.integrations.list });
  private readonly zone = computed(() => this.clock.timeZone() ?? 'UTC');

  protected readonly parts = computed(() => {
    const rows = (this.query.value() ?? []).map((one) => ({ one, ...this.words(one) }));
    return PARTS.map((part) => ({ part, rows: rows.filter((row) => row.part === part) })).filter(
      ({ rows: some }) => some.length > 0,
    );
  });

  constructor() {
    this.directory.start();
  }

  protected set(team: string): void {
    void this.router.navigate([], { queryParams: { team: team || undefined }, replaceUrl: true });
  }

  protected text(event: Event): string {
    return (event.target as HTMLSelectElement).value;
  }

  protected mayEdit(one: Maintenance): boolean {
    return this.session.responds(one.teamId);
  }

  protected async end(one: Maintenance): Promise<void> {
    const { quietAlerts, maintenanceId } = one;
    const sure = await this.confirm.ask({
      title: `${this.t('maintenance.end')}: ${one.name}`,
      text:
        quietAlerts === 0
          ? this.t('maintenance.confirmEndNone')
          : this.texts.count('maintenance.confirmEnd', quietAlerts),
      does: this.t('maintenance.end'),
    });
    if (!sure) return;
    try {
      await this.api.end(maintenanceId);
      this.toasts.tell(this.t('maintenance.isEnded'));
    } catch (error) {
      this.toasts.fail(problemText(toProblem(error), this.texts));
    }
    this.query.refresh();
  }

  private words(one: Maintenance): {
    readonly part: (typeof PARTS)[number];
    readonly when: string;
    readonly covers: string;
    readonly isPausing: boolean;
  } {
    const form = toForm(one, this.directory.services(), this.zone());
    const names = {
      team: this.directory.team(one.teamId)?.name ?? '…',
      service: this.directory.service(form.serviceId)?.name,
      integration:
        one.integrationId === undefined
          ? undefined
          : (this.sources.value()?.find(({ integrationId }) => integrationId === one.integrationId)?.name ??
            'API'),
    };
    const isOver = Date.parse(one.endsAt) <= this.clock.now();
    return {
      part: isOver ? 'ended' : one.open ? 'running' : 'planned',
      when: whenInWords(form, this.texts, this.clock, this.zone()),
      covers: scopeInWords(form, names, this.texts),
      isPausing: !isOver && !one.open && Date.parse(one.startsAt) <= this.clock.now(),
    };
  }
}
