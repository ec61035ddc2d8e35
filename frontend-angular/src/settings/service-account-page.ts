import { ChangeDetectionStrategy, Component, computed, inject, input, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Avatar } from '../design/avatar';
import { Confirm } from '../design/confirm-dialog';
import { BarryIcon } from '../design/icon';
import { ProblemNote } from '../design/problem-note';
import { Skeleton } from '../design/skeleton';
import { Texts } from '../design/text/texts';
import { Clock } from '../design/time/clock';
import { Toasts } from '../design/toasts';
import type { OrgRole, User } from '../generated/api/models';
import { Directory } from '../session/directory';
import { liveQuery } from '../session/live-query';
import { type Problem, toProblem } from '../session/problem';
import { Session } from '../session/session';
import { shownTokens } from './token-list.rules';
import { Tokens } from './tokens';
import { TokensApi } from './tokens-api';

const ROLES: readonly OrgRole[] = ['read-only', 'member', 'admin'];

/** One service account: its name and role, its tokens, and its end. */
@Component({
  selector: 'barry-service-account-page',
  imports: [Avatar, BarryIcon, ProblemNote, RouterLink, Skeleton, Tokens],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'settings' },
  template: `
    <p class="back">
      <a routerLink="/settings/service-accounts"><svg barryIcon="left"></svg>{{ t('service.back') }}</a>
    </p>
    @if (query.value(); as account) {
      <section class="set">
        <div class="person-head">
          <p class="who big-who">
            <barry-avatar [id]="account.userId" [name]="account.name" [size]="40" />
            <span
              ><b>{{ account.name }}</b> <span class="service-mark">{{ t('service.mark') }}</span>
              @if (account.disabled) {
                <span class="pill no">{{ t('service.disabled') }}</span>
              }
              <small class="t2"
                >{{ t('service.owner') }}: {{ ownerOf(account) }} ·
                {{ texts.word('orgRole', account.role) }}</small
              ></span
            >
          </p>
          @if (mine()) {
            <span class="r">
              @if (account.disabled) {
                <button type="button" class="btn" (click)="change(account, { disabled: false })">
                  {{ t('service.enable') }}
                </button>
              } @else {
                <button type="button" class="btn" (click)="disable(account)">
                  {{ t('service.disable') }}
                </button>
              }
            </span>
          }
        </div>
        @if (mine()) {
          <div class="row-fields">
            <label class="field"
              ><span>{{ t('service.name') }}</span
              ><input
                name="account-name"
                maxlength="100"
                [value]="account.name"
                (change)="rename(account, $event)"
            /></label>
            <label class="field">
              <span>{{ t('teams.role') }}</span>
              <select class="input" name="account-role" (change)="setRole(account, $event)">
                @for (one of roles(); track one) {
                  <option [value]="one" [selected]="one === account.role">
                    {{ texts.word('orgRole', one) }}
                  </option>
                }
              </select>
            </label>
          </div>
        } @else {
          <p class="t3">{{ t('service.notYours') }}</p>
        }
        @if (account.disabled) {
          <p class="t2">{{ t('service.disabledNote') }}</p>
        }
        @if (problem(); as failure) {
          <barry-problem [failure]="failure" />
        }
      </section>
      @if (mine()) {
        <barry-tokens
          [ownerId]="account.userId"
          [name]="account.name"
          [role]="account.role"
          [mayMake]="!account.disabled"
        />
      }
    } @else if (query.problem()) {
      <barry-problem [failure]="query.problem()!" [retry]="true" (again)="query.refresh()" />
    } @else {
      <barry-skeleton [rows]="6" />
    }
  `,
})
export class ServiceAccountPage {
  readonly userId = input.required<string>();
  private readonly api = inject(TokensApi);
  private readonly confirm = inject(Confirm);
  private readonly toasts = inject(Toasts);
  private readonly clock = inject(Clock);
  private readonly session = inject(Session);
  private readonly directory = inject(Directory);
  protected readonly texts = inject(Texts);
  protected readonly t = this.texts.t;
  protected readonly problem = signal<Problem | undefined>(undefined);
  protected readonly query = liveQuery({
    params: this.userId,
    load: (userId) => this.api.account(userId),
    when: (event, userId) => event.userId === userId,
  });
  private readonly isAdmin = computed(() => this.session.user()?.role === 'admin');
  /** Only an admin gives an admin's power away, or takes it. */
  protected readonly mine = computed(() => {
    const account = this.query.value();
    if (account === undefined) return false;
    if (account.role === 'admin' || account.ownerTeamId === undefined) return this.isAdmin();
    return this.session.owns(account.ownerTeamId);
  });
  protected readonly roles = computed(() => ROLES.filter((role) => role !== 'admin' || this.isAdmin()));

  constructor() {
    this.directory.start();
  }

  protected ownerOf({ ownerTeamId }: User): string {
    if (ownerTeamId === undefined) return this.t('service.organisation');
    return this.directory.team(ownerTeamId)?.name ?? '';
  }

  protected rename(account: User, event: Event): Promise<void> {
    const name = (event.target as HTMLInputElement).value.trim();
    return name === '' || name === account.name ? Promise.resolve() : this.change(account, { name });
  }

  protected setRole(account: User, event: Event): Promise<void> {
    const word = (event.target as HTMLSelectElement).value;
    const role = ROLES.find((one) => one === word);
    return role === undefined ? Promise.resolve() : this.change(account, { role });
  }

  /** Says by name what stops working. */
  protected async disable(account: User): Promise<void> {
    this.problem.set(undefined);
    try {
      const tokens = await this.api.tokens(account.userId);
      const names = shownTokens(tokens, 'all', this.clock.now()).map(({ name }) => name);
      const ends = `${this.texts.count('service.disableEnds', names.length)} ${names.join(this.t('rooms.comma'))}. ${this.t('service.disableThen')}`;
      const sure = await this.confirm.ask({
        title: this.t('service.disableTitle', { name: account.name }),
        text: names.length === 0 ? this.t('service.disableNone') : ends,
        does: this.t('service.disable'),
      });
      if (sure) await this.change(account, { disabled: true });
    } catch (error) {
      this.problem.set(toProblem(error));
    }
  }

  protected async change(
    account: User,
    change: { readonly name?: string; readonly role?: OrgRole; readonly disabled?: boolean },
  ): Promise<void> {
    this.problem.set(undefined);
    try {
      await this.api.changeAccount(account, change);
      this.toasts.tell(
        change.disabled === true
          ? this.t('service.isDisabled', { name: account.name })
          : this.t('service.renamed'),
      );
    } catch (error) {
      this.problem.set(toProblem(error));
    }
    this.query.refresh();
  }
}
