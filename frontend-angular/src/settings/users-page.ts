import { ChangeDetectionStrategy, Component, inject, signal } from '@angular/core';
import { FormsModule } from '@angular/forms';
import { Avatar } from '../design/avatar';
import { Confirm } from '../design/confirm-dialog';
import { ProblemNote, problemText } from '../design/problem-note';
import { Skeleton } from '../design/skeleton';
import { Texts } from '../design/text/texts';
import { Clock } from '../design/time/clock';
import { Toasts } from '../design/toasts';
import type { OrgRole, PasswordLink, User } from '../generated/api/models';
import { liveQuery } from '../session/live-query';
import { type Problem, toProblem } from '../session/problem';
import { Session } from '../session/session';
import { ContactMethods } from './contact-methods';
import { Devices } from './devices';
import { FactorOf } from './factor-of';
import { OneTimeLink } from './one-time-link';
import { Sessions } from './sessions';
import { SettingsApi } from './settings-api';
import { SignInRulesForm } from './sign-in-rules';
import { TestRings } from './test-rings';
import { UserOrigin } from './user-origin';

const ROLES: readonly OrgRole[] = ['admin', 'member', 'read-only'];

@Component({
  selector: 'barry-users-page',
  imports: [
    Avatar,
    ContactMethods,
    Devices,
    FactorOf,
    FormsModule,
    OneTimeLink,
    ProblemNote,
    Sessions,
    SignInRulesForm,
    Skeleton,
    TestRings,
    UserOrigin,
  ],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <form class="line-form" (ngSubmit)="create()">
      <label class="field"
        ><span>{{ t('teams.name') }}</span
        ><input name="name" maxlength="100" [(ngModel)]="name"
      /></label>
      <label class="field"
        ><span>{{ t('signIn.email') }}</span
        ><input name="email" type="email" autocomplete="off" [(ngModel)]="email"
      /></label>
      <label class="field"
        ><span>{{ t('users.password') }}</span
        ><input name="password" type="password" autocomplete="new-password" [(ngModel)]="password"
      /></label>
      <label class="field">
        <span>{{ t('teams.role') }}</span>
        <select class="input" name="role" [(ngModel)]="role">
          @for (one of roles; track one) {
            <option [value]="one">{{ texts.word('orgRole', one) }}</option>
          }
        </select>
      </label>
      <button type="submit" class="btn pri" [disabled]="name().trim() === '' || email().trim() === ''">
        {{ t('users.create') }}
      </button>
    </form>
    <barry-sign-in-rules />
    @if (link(); as made) {
      <barry-one-time-link
        [name]="made.name"
        [url]="made.url"
        [expiresAt]="made.expiresAt"
        [isReset]="made.reset"
      />
    }
    @if (problem(); as failure) {
      <barry-problem [failure]="failure" />
      @for (field of failure.fields; track $index) {
        <p class="field-error pad">
          <span class="mono">{{ field.field }}</span>: {{ field.message }}
        </p>
      }
    }
    @if (query.value(); as page) {
      <table class="users">
        <thead>
          <tr>
            <th>{{ t('teams.name') }}</th>
            <th>{{ t('signIn.email') }}</th>
            <th>{{ t('teams.role') }}</th>
            <th>{{ t('profile.language') }}</th>
            <th>{{ t('profile.timeZone') }}</th>
            <th class="c-act">
              <span class="vh">{{ t('common.actions') }}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          @for (user of page.users; track user.userId) {
            <tr [class.dim]="user.disabled">
              <td>
                <span class="who"><barry-avatar [id]="user.userId" [name]="user.name" />{{ user.name }}</span>
              </td>
              <td class="t2">{{ user.email }}</td>
              <td>
                <select
                  class="quiet-select"
                  [attr.aria-label]="t('teams.roleOf', { name: user.name })"
                  (change)="setRole(user, $event)"
                >
                  @for (one of roles; track one) {
                    <option [value]="one" [selected]="one === user.role">
                      {{ texts.word('orgRole', one) }}
                    </option>
                  }
                </select>
              </td>
              <td class="t2">{{ user.locale === 'ja' ? '日本語' : 'English' }}</td>
              <td class="t2">{{ user.timeZone }}</td>
              <td class="num">
                @if (!user.disabled) {
                  <button
                    type="button"
                    class="btn sm"
                    [attr.aria-expanded]="reach()?.userId === user.userId"
                    (click)="reach.set(reach()?.userId === user.userId ? undefined : user)"
                  >
                    {{ t('users.reach') }}
                  </button>
                }
                @if (user.userId !== session.user()?.userId) {
                  @if (!user.disabled) {
                    <button type="button" class="btn sm" (click)="makeLink(user)">
                      {{ t('users.link') }}
                    </button>
                  }
                  <button type="button" class="btn sm" (click)="change(user, { disabled: !user.disabled })">
                    {{ user.disabled ? t('users.enable') : t('users.disable') }}
                  </button>
                }
              </td>
            </tr>
          }
        </tbody>
      </table>
      @if (reach(); as user) {
        <div class="settings">
          <barry-user-origin [userId]="user.userId" [name]="user.name" />
          <barry-sessions [userId]="user.userId" [name]="user.name" />
          @if (user.userId !== session.user()?.userId) {
            <barry-factor-of [userId]="user.userId" [name]="user.name" />
          }
          <barry-devices [userId]="user.userId" />
          <barry-contact-methods [userId]="user.userId" />
          <barry-test-rings [userId]="user.userId" [name]="user.name" />
        </div>
      }
    } @else if (query.problem()) {
      <barry-problem [failure]="query.problem()!" [retry]="true" (again)="query.refresh()" />
    } @else {
      <barry-skeleton [rows]="6" />
    }
  `,
})
export class UsersPage {
  private readonly api = inject(SettingsApi);
  private readonly toasts = inject(Toasts);
  private readonly confirm = inject(Confirm);
  private readonly clock = inject(Clock);
  protected readonly session = inject(Session);
  protected readonly texts = inject(Texts);
  protected readonly t = this.texts.t;
  protected readonly roles = ROLES;
  protected readonly name = signal('');
  protected readonly email = signal('');
  protected readonly password = signal('');
  protected readonly role = signal<OrgRole>('member');
  protected readonly link = signal<(PasswordLink & { readonly name: string }) | undefined>(undefined);
  /** Whose ways are looked at. */
  protected readonly reach = signal<User | undefined>(undefined);
  protected readonly problem = signal<Problem | undefined>(undefined);
  protected readonly query = liveQuery({
    params: () => '',
    load: (query) => this.api.users(query),
    when: (event) => event.kind.startsWith('user'),
  });

  protected async create(): Promise<void> {
    this.problem.set(undefined);
    this.link.set(undefined);
    try {
      const user = await this.api.createUser({
        name: this.name().trim(),
        email: this.email().trim(),
        role: this.role(),
        locale: this.texts.language(),
        timeZone: this.clock.timeZone() ?? 'UTC',
        ...(this.password() === '' ? {} : { password: this.password() }),
      });
      if (this.password() === '') await this.makeLink(user);
      this.name.set('');
      this.email.set('');
      this.password.set('');
    } catch (error) {
      this.problem.set(toProblem(error));
    }
    this.query.refresh();
  }

  protected async makeLink(user: User): Promise<void> {
    this.link.set(undefined);
    try {
      this.link.set({ ...(await this.api.passwordLink(user.userId)), name: user.name });
    } catch (error) {
      const problem = toProblem(error);
      if (problem.code === 'PASSWORD_SET') return this.resetLink(user);
      this.toasts.fail(problemText(problem, this.texts));
    }
  }

  /** It ends sessions: meant on purpose, or not at all. */
  private async resetLink({ userId, name }: User): Promise<void> {
    const sure = await this.confirm.ask({
      title: this.t('users.link'),
      text: this.t('reset.ask', { name }),
      does: this.t('reset.make'),
    });
    if (!sure) return;
    try {
      this.link.set({ ...(await this.api.passwordLink(userId, true)), name });
    } catch (error) {
      this.toasts.fail(problemText(toProblem(error), this.texts));
    }
  }

  protected setRole(user: User, event: Event): Promise<void> {
    const word = (event.target as HTMLSelectElement).value;
    const role = ROLES.find((one) => one === word);
    return role === undefined ? Promise.resolve() : this.change(user, { role });
  }

  protected async change(
    user: User,
    change: { readonly role?: OrgRole; readonly disabled?: boolean },
  ): Promise<void> {
    try {
      await this.api.changeUser(user, change);
      if (change.disabled === true) {
        this.toasts.tell(this.t('users.isDisabled', { name: user.name }), () => {
          const newer = this.query.value()?.users.find((one) => one.userId === user.userId);
          if (newer !== undefined) void this.change(newer, { disabled: false });
        });
      }
    } catch (error) {
      this.toasts.fail(problemText(toProblem(error), this.texts));
    }
    this.query.refresh();
  }
}
