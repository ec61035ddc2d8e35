import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core';
import { FormsModule } from '@angular/forms';
import { Router, RouterLink } from '@angular/router';
import { Avatar } from '../design/avatar';
import { EmptyState } from '../design/empty-state';
import { ProblemNote } from '../design/problem-note';
import { Rows } from '../design/rows';
import { Skeleton } from '../design/skeleton';
import { Texts } from '../design/text/texts';
import { Clock } from '../design/time/clock';
import type { OrgRole, User } from '../generated/api/models';
import { Directory } from '../session/directory';
import { liveQuery } from '../session/live-query';
import { type Problem, toProblem } from '../session/problem';
import { Session } from '../session/session';
import { TokensApi } from './tokens-api';

const ROLES: readonly OrgRole[] = ['read-only', 'member', 'admin'];

/** Users that are no person: who looks after them, and what they may. */
@Component({
  selector: 'barry-service-accounts-page',
  imports: [Avatar, EmptyState, FormsModule, ProblemNote, RouterLink, Rows, Skeleton],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <p class="lead t2">{{ t('service.lead') }}</p>
    @if (owners().length > 0) {
      <form class="line-form" (ngSubmit)="create()">
        <label class="field"
          ><span>{{ t('service.name') }}</span
          ><input name="name" maxlength="100" autocomplete="off" [(ngModel)]="name"
        /></label>
        <label class="field">
          <span>{{ t('service.owner') }}</span>
          <select class="input" name="owner" [ngModel]="ownerTeamId()" (ngModelChange)="owner.set($event)">
            @for (one of owners(); track one.teamId) {
              <option [value]="one.teamId">{{ one.name }}</option>
            }
          </select>
        </label>
        <label class="field">
          <span>{{ t('teams.role') }}</span>
          <select class="input" name="role" [(ngModel)]="role">
            @for (one of roles(); track one) {
              <option [value]="one">{{ texts.word('orgRole', one) }}</option>
            }
          </select>
        </label>
        <button type="submit" class="btn pri" [disabled]="busy() || name().trim() === ''">
          {{ t('service.create') }}
        </button>
      </form>
    }
    @if (problem(); as failure) {
      <barry-problem [failure]="failure" />
    }
    @if (query.value(); as accounts) {
      <div class="wide-table" barryRows>
        <table class="accounts">
          <thead>
            <tr>
              <th>{{ t('service.name') }}</th>
              <th>{{ t('service.owner') }}</th>
              <th>{{ t('teams.role') }}</th>
              <th>{{ t('sessions.began') }}</th>
            </tr>
          </thead>
          <tbody>
            @for (one of accounts; track one.userId) {
              <tr [class.dim]="one.disabled">
                <td>
                  <a class="row-link who" data-row [routerLink]="['/settings/service-accounts', one.userId]"
                    ><barry-avatar [id]="one.userId" [name]="one.name" />{{ one.name }}</a
                  >
                  @if (one.disabled) {
                    <span class="pill no">{{ t('service.disabled') }}</span>
                  }
                </td>
                <td>{{ ownerOf(one) }}</td>
                <td class="t2">{{ texts.word('orgRole', one.role) }}</td>
                <td class="t2">{{ clock.dayAndTime(one.createdAt) }}</td>
              </tr>
            } @empty {
              <tr>
                <td colspan="4"><barry-empty [text]="t('service.none')" /></td>
              </tr>
            }
          </tbody>
        </table>
      </div>
    } @else if (query.problem()) {
      <barry-problem [failure]="query.problem()!" [retry]="true" (again)="query.refresh()" />
    } @else {
      <barry-skeleton [rows]="5" />
    }
  `,
})
export class ServiceAccountsPage {
  private readonly api = inject(TokensApi);
  private readonly router = inject(Router);
  private readonly directory = inject(Directory);
  private readonly session = inject(Session);
  protected readonly clock = inject(Clock);
  protected readonly texts = inject(Texts);
  protected readonly t = this.texts.t;
  protected readonly name = signal('');
  protected readonly role = signal<OrgRole>('member');
  protected readonly owner = signal<string | undefined>(undefined);
  protected readonly busy = signal(false);
  protected readonly problem = signal<Problem | undefined>(undefined);
  private readonly isAdmin = computed(() => this.session.user()?.role === 'admin');
  protected readonly roles = computed(() => ROLES.filter((role) => role !== 'admin' || this.isAdmin()));
  /** Who could look after a new one, as far as one may say so; empty: the organisation. */
  protected readonly owners = computed(() => {
    const teams = this.directory.teams().filter(({ teamId }) => this.session.owns(teamId));
    const own = teams.map(({ teamId, name }) => ({ teamId, name }));
    return this.isAdmin() ? [...own, { teamId: '', name: this.t('service.organisation') }] : own;
  });
  protected readonly ownerTeamId = computed(() => this.owner() ?? this.owners()[0]?.teamId ?? '');
  protected readonly query = liveQuery({
    params: () => '',
    load: () => this.api.accounts(),
    when: (event) => event.kind.startsWith('user'),
  });

  constructor() {
    this.directory.start();
  }

  protected ownerOf({ ownerTeamId }: User): string {
    if (ownerTeamId === undefined) return this.t('service.organisation');
    return this.directory.team(ownerTeamId)?.name ?? '';
  }

  /** On to its page: without a token it can do nothing yet. */
  protected async create(): Promise<void> {
    const name = this.name().trim();
    if (name === '' || this.busy()) return;
    this.busy.set(true);
    this.problem.set(undefined);
    const ownerTeamId = this.ownerTeamId();
    try {
      const made = await this.api.createAccount({
        name,
        role: this.role(),
        ...(ownerTeamId === '' ? {} : { ownerTeamId }),
      });
      await this.router.navigate(['/settings/service-accounts', made.userId]);
    } catch (error) {
      this.problem.set(toProblem(error));
    } finally {
      this.busy.set(false);
    }
  }
}
