import { ChangeDetectionStrategy, Component, computed, inject, input, signal } from '@angular/core';
import { Router } from '@angular/router';
import { BarryIcon } from '../design/icon';
import { Keys } from '../design/keys';
import { ProblemNote } from '../design/problem-note';
import { Rows } from '../design/rows';
import { Skeleton } from '../design/skeleton';
import { steadyOrder } from '../design/steady-order';
import { Texts } from '../design/text/texts';
import { Clock } from '../design/time/clock';
import { LiveBoard } from '../session/live-board';
import { PageTop } from '../session/page-top';
import { Session } from '../session/session';
import { myCall, splitBoard } from './board';
import { BoardActions } from './board-actions';
import { BoardLine } from './board-line';
import { DutyColumn } from './duty-column';
import { JustNow } from './just-now';
import { OpenIncidents } from './open-incidents';
import { RingingCard } from './ringing-card';
import { UnownedAlerts } from './unowned-alerts';

/** Home: who is ringing at this moment, and what else needs somebody. */
@Component({
  selector: 'barry-now',
  imports: [
    BarryIcon,
    BoardLine,
    DutyColumn,
    JustNow,
    OpenIncidents,
    PageTop,
    ProblemNote,
    RingingCard,
    Rows,
    Skeleton,
    UnownedAlerts,
  ],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'main' },
  template: `
    <barry-top>
      <ng-container crumb>
        <h1>{{ t('nav.now') }}</h1>
        <span class="t3"
          >{{ day() }} <time class="clock-now">{{ time() }}</time></span
        >
      </ng-container>
      <ng-container acts>
        <div class="chips" role="group" [attr.aria-label]="t('now.scope')">
          <button
            type="button"
            class="chip"
            [class.on]="mine()"
            [attr.aria-pressed]="mine()"
            (click)="show(undefined)"
          >
            <svg barryIcon="users"></svg>{{ t('now.myTeams') }}
          </button>
          <button
            type="button"
            class="chip"
            [class.on]="!mine()"
            [attr.aria-pressed]="!mine()"
            (click)="show('all')"
          >
            {{ t('now.everyone') }}
          </button>
        </div>
      </ng-container>
    </barry-top>
    <main class="now">
      <div class="l scroll" barryRows #rows="barryRows">
        @if (board.problem(); as failure) {
          <barry-problem [failure]="failure" [retry]="true" (again)="board.refresh()" />
        }
        @if (!board.loaded() && !board.problem()) {
          <barry-skeleton [rows]="4" />
        }
        @for (run of split().cards; track run.escalationId) {
          <barry-ringing-card
            [escalation]="run"
            [closable]="opened().has(run.escalationId)"
            (closed)="fold(run.escalationId)"
          />
        }
        @if (lines().rows.length > 0) {
          <div class="slims" role="group" [attr.aria-label]="t('now.others')">
            @for (run of lines().rows; track run.escalationId) {
              <barry-board-line [run]="run" (opened)="unfold(run.escalationId)" />
            }
          </div>
        }
        @if (lines().waiting > 0) {
          <p class="waiting" role="status">{{ texts.count('common.waiting', lines().waiting) }}</p>
        }
        @if (board.loaded() && shown().length === 0) {
          <p class="quiet"><svg barryIcon="check"></svg>{{ t('now.quiet') }}</p>
        }
        <barry-open-incidents [mine]="mine()" [held]="rows.hovered()" />
        <barry-unowned-alerts [mine]="mine()" />
        <barry-just-now />
      </div>
      <barry-duty-column [mine]="mine()" />
    </main>
  `,
})
export class Now {
  /** `all` in the address shows every team. */
  readonly scope = input<string>();
  protected readonly board = inject(LiveBoard);
  private readonly session = inject(Session);
  private readonly actions = inject(BoardActions);
  private readonly router = inject(Router);
  private readonly clock = inject(Clock);
  protected readonly texts = inject(Texts);
  protected readonly t = this.texts.t;
  protected readonly opened = signal<ReadonlySet<string>>(new Set());
  protected readonly hovered = signal(false);

  protected readonly mine = computed(() => this.scope() !== 'all');
  private readonly me = computed(() => this.session.user()?.userId ?? '');
  protected readonly shown = computed(() => {
    const teams = new Set(this.session.teams().map((team) => team.teamId));
    return this.board
      .escalations()
      .filter((run) => !this.mine() || teams.has(run.teamId) || myCall(run, this.me()) !== undefined);
  });
  protected readonly split = computed(() => splitBoard(this.shown(), this.me(), this.opened()));
  private lineOrder: readonly string[] = [];
  protected readonly lines = computed(() => {
    const next = steadyOrder(this.lineOrder, this.split().lines, (run) => run.escalationId, this.hovered());
    this.lineOrder = next.rows.map((run) => run.escalationId);
    return next;
  });
  protected readonly day = computed(() =>
    new Intl.DateTimeFormat(this.texts.language() === 'ja' ? 'ja' : 'en-GB', {
      weekday: 'long',
      day: 'numeric',
      month: 'short',
      timeZone: this.clock.timeZone(),
    }).format(this.clock.now()),
  );
  protected readonly time = computed(() => this.clock.seconds(this.clock.now()));

  constructor() {
    inject(Keys).bind(
      { keys: 'a', says: 'keys.take', run: () => this.take() },
      { keys: 'd', says: 'keys.decline', run: () => this.decline() },
    );
  }

  protected show(scope: 'all' | undefined): void {
    void this.router.navigate([], { queryParams: { scope }, queryParamsHandling: 'merge' });
  }

  protected unfold(id: string): void {
    this.opened.update((all) => new Set([...all, id]));
  }

  protected fold(id: string): void {
    this.opened.update((all) => new Set([...all].filter((other) => other !== id)));
  }

  private take(): void {
    const run = this.split().cards[0];
    const call = run === undefined ? undefined : myCall(run, this.me());
    if (run !== undefined && call !== undefined) void this.actions.take(run, call);
  }

  private decline(): void {
    const run = this.split().cards[0];
    const call = run === undefined ? undefined : myCall(run, this.me());
    if (call !== undefined) void this.actions.decline(call, 'other');
  }
}
