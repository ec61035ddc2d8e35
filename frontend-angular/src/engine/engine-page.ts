import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core';
import { ProblemNote } from '../design/problem-note';
import { Skeleton } from '../design/skeleton';
import { Texts } from '../design/text/texts';
import { liveQuery } from '../session/live-query';
import { poll } from '../session/poll';
import { Session } from '../session/session';
import { CanariesTable } from './canaries-table';
import { ChoresTable } from './chores-table';
import { EngineApi } from './engine-api';
import { EngineFigures } from './figures';
import { FindingsList } from './findings-list';
import { NotifiersTable } from './notifiers-table';
import { PhoneCostsTable } from './phone-costs-table';
import { RoutesTable } from './routes-table';
import { EngineVerdict } from './verdict';

const EVERY_MS = 5_000;

/** How the engine stands: whether it is all right, what lives, what waits, and what went wrong. */
@Component({
  selector: 'barry-engine-page',
  imports: [
    CanariesTable,
    ChoresTable,
    EngineFigures,
    EngineVerdict,
    FindingsList,
    NotifiersTable,
    PhoneCostsTable,
    ProblemNote,
    RoutesTable,
    Skeleton,
  ],
  changeDetection: ChangeDetectionStrategy.OnPush,
  // Focusable, so that a keyboard can scroll where there is nothing to press.
  host: { class: 'engine', role: 'region', tabindex: '0', '[attr.aria-label]': "t('title.engine')" },
  template: `
    @if (engine.problem() ?? notifiers.problem(); as failure) {
      <barry-problem [failure]="failure" [retry]="true" (again)="refresh()" />
    }
    @if (engine.value(); as one) {
      <barry-engine-verdict
        [engine]="one"
        [notifiers]="notifiers.value()"
        [blind]="notifiers.problem() !== undefined"
      />
      <barry-engine-figures [engine]="one" />
    } @else if (!engine.problem()) {
      <barry-skeleton [rows]="4" />
    }
    @if (engine.value(); as one) {
      @if (one.canaries.length > 0) {
        <barry-canaries-table [canaries]="one.canaries" />
      }
    }
    @if (notifiers.value(); as list) {
      <barry-routes-table [routes]="list.routes" />
      <barry-notifiers-table [notifiers]="list.notifiers" />
    }
    @if (engine.value(); as one) {
      @if (phoneCosts.value(); as list) {
        <barry-phone-costs-table [list]="list" />
      }
      <barry-chores-table [engine]="one" />
    }
    <barry-findings-list />
  `,
})
export class EnginePage {
  private readonly api = inject(EngineApi);
  private readonly session = inject(Session);
  private readonly maySeeCosts = computed(() => {
    const role = this.session.user()?.role;
    return (
      role === 'admin' || (role === 'member' && this.session.teams().some((team) => team.role === 'owner'))
    );
  });
  protected readonly t = inject(Texts).t;
  protected readonly engine = liveQuery({ params: () => 'engine', load: this.api.engine });
  protected readonly notifiers = liveQuery({
    params: () => 'notifiers',
    load: this.api.notifiers,
    when: ({ kind }) => kind === 'notifier.route-changed',
  });

  /** For admins, and for owners what their teams cost. */
  protected readonly phoneCosts = liveQuery({
    params: () => (this.maySeeCosts() ? 'phone costs' : undefined),
    load: this.api.phoneCosts,
  });

  constructor() {
    poll(this.engine, EVERY_MS);
    poll(this.notifiers, EVERY_MS);
  }

  protected refresh(): void {
    this.engine.refresh();
    this.notifiers.refresh();
    this.phoneCosts.refresh();
  }
}
