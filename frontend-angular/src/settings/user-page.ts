import { ChangeDetectionStrategy, Component, computed, inject, input, linkedSignal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Avatar } from '../design/avatar';
import { Confirm } from '../design/confirm-dialog';
import { BarryIcon } from '../design/icon';
import { ProblemNote, problemText } from '../design/problem-note';
import { Skeleton } from '../design/skeleton';
import { Texts } from '../design/text/texts';
import { Toasts } from '../design/toasts';
import type { OrgRole, User } from '../generated/api/models';
import { liveQuery } from '../session/live-query';
import { toProblem } from '../session/problem';
import { Session } from '../session/session';
import { ContactMethods } from './contact-methods';
import { Devices } from './devices';
import { FactorOf } from './factor-of';
import { OneTimeLink } from './one-time-link';
import { type NamedLink, PasswordLinks } from './password-links';
import { Sessions } from './sessions';
import { SettingsApi } from './settings-api';
import { TestRings } from './test-rings';
import { UserOrigin } from './user-origin';

const ROLES: readonly OrgRole[] = ['admin', 'member', 'read-only'];

/** One person, as an admin looks at them: their role, how they get in, where they are in, and whether they ring. */
@Component({
  selector: 'barry-user-page',
  imports: [
    Avatar,
    BarryIcon,
    ContactMethods,
    Devices,
    FactorOf,
    OneTimeLink,
    ProblemNote,
    RouterLink,
    Sessions,
    Skeleton,
    TestRings,
    UserOrigin,
  ],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'settings' },
  template: `
    <p class="back">
      <a routerLink="/settings/users"><svg barryIcon="left"></svg>{{ t('users.back') }}</a>
    </p>
    @if (query.value(); as user) {
      <section class="set">
        <div class="person-head">
          <p class="who big-who">
            <barry-avatar [id]="user.userId" [name]="user.name" [size]="40" />
            <span
              ><b>{{ user.name }}</b>
              @if (user.disabled) {
                <span class="pill no">{{ t('users.disabled') }}</span>
              }
              <small class="t2"
                >{{ user.email }} · {{ user.locale === 'ja' ? '日本語' : 'English' }} ·
                {{ user.timeZone }}</small
              ></span
            >
          </p>
          <span class="r">
            <select
              class="input"
              [attr.aria-label]="t('teams.roleOf', { name: user.name })"
              (change)="setRole(user, $event)"
            >
              @for (one of roles; track one) {
                <option [value]="one" [selected]="one === user.role">
                  {{ texts.word('orgRole', one) }}
                </option>
              }
            </select>
            @if (!isMe()) {
              @if (user.disabled) {
                <button type="button" class="btn" (click)="change(user, { disabled: false })">
                  {{ t('users.enable') }}
                </button>
              } @else {
                <button type="button" class="btn" (click)="makeLink(user)">{{ t('users.link') }}</button>
                <button type="button" class="btn" (click)="disable(user)">{{ t('users.disable') }}</button>
              }
            }
          </span>
        </div>
        @if (isMe()) {
          <p class="t3">{{ t('users.isYou') }}</p>
        }
        @if (link(); as made) {
          <barry-one-time-link
            [name]="made.name"
            [url]="made.url"
            [expiresAt]="made.expiresAt"
            [isReset]="made.reset"
          />
        }
      </section>
      <barry-user-origin [userId]="user.userId" [name]="user.name" />
      @if (!user.disabled && !isMe()) {
        <barry-factor-of [userId]="user.userId" [name]="user.name" />
        <barry-sessions [userId]="user.userId" [name]="user.name" />
      }
      @if (!user.disabled) {
        <barry-devices [userId]="user.userId" />
        <barry-contact-methods [userId]="user.userId" />
        <barry-test-rings [userId]="user.userId" [name]="user.name" />
      }
    } @else if (query.problem()) {
      <barry-problem [failure]="query.problem()!" [retry]="true" (again)="query.refresh()" />
    } @else {
      <barry-skeleton [rows]="6" />
    }
  `,
})
export class UserPage {
  readonly userId = input.required<string>();
  private readonly api = inject(SettingsApi);
  private readonly links = inject(PasswordLinks);
  private readonly confirm = inject(Confirm);
  private readonly toasts = inject(Toasts);
  private readonly session = inject(Session);
  protected readonly texts = inject(Texts);
  protected readonly t = this.texts.t;
  protected readonly roles = ROLES;
  protected readonly query = liveQuery({
    params: this.userId,
    load: (userId) => this.api.user(userId),
    when: (event, userId) => event.userId === userId && event.kind.startsWith('user'),
  });
  protected readonly isMe = computed(() => this.userId() === this.session.user()?.userId);
  protected readonly link = linkedSignal<string, NamedLink | undefined>({
    source: this.userId,
    computation: () => undefined,
  });

  protected async makeLink(user: User): Promise<void> {
    this.link.set(undefined);
    this.link.set(await this.links.make(user));
  }

  protected setRole(user: User, event: Event): Promise<void> {
    const word = (event.target as HTMLSelectElement).value;
    const role = ROLES.find((one) => one === word);
    return role === undefined ? Promise.resolve() : this.change(user, { role });
  }

  protected async disable(user: User): Promise<void> {
    const sure = await this.confirm.ask({
      title: this.t('users.disableTitle', { name: user.name }),
      text: this.t('users.disableAsk'),
      does: this.t('users.disable'),
    });
    if (!sure) return;
    this.link.set(undefined);
    await this.change(user, { disabled: true });
  }

  protected async change(
    user: User,
    change: { readonly role?: OrgRole; readonly disabled?: boolean },
  ): Promise<void> {
    const { name } = user;
    try {
      await this.api.changeUser(user, change);
      if (change.disabled !== undefined)
        this.toasts.tell(this.t(change.disabled ? 'users.isDisabled' : 'users.isEnabled', { name }));
    } catch (error) {
      this.toasts.fail(problemText(toProblem(error), this.texts));
    }
    this.query.refresh();
  }
}
