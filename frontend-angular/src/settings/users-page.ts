import { ChangeDetectionStrategy, Component, computed, inject, input, signal } from '@angular/core';
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
import { liveQuery } from '../session/live-query';
import { type Problem, toProblem } from '../session/problem';
import { AccountApi } from './account-api';
import { needsFactor } from './factor-need.rules';
import { OneTimeLink } from './one-time-link';
import { type NamedLink, PasswordLinks } from './password-links';
import { SettingsApi } from './settings-api';
import { SignInRulesForm } from './sign-in-rules';

const ROLES: readonly OrgRole[] = ['admin', 'member', 'read-only'];

/** Who is here, what they may, and whether a password alone opens the door for them. */
@Component({
  selector: 'barry-users-page',
  imports: [
    Avatar,
    EmptyState,
    FormsModule,
    OneTimeLink,
    ProblemNote,
    RouterLink,
    Rows,
    SignInRulesForm,
    Skeleton,
  ],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './users-page.html',
})
export class UsersPage {
  readonly q = input<string>();
  private readonly api = inject(SettingsApi);
  private readonly account = inject(AccountApi);
  private readonly links = inject(PasswordLinks);
  private readonly router = inject(Router);
  private readonly clock = inject(Clock);
  protected readonly texts = inject(Texts);
  protected readonly t = this.texts.t;
  protected readonly roles = ROLES;
  protected readonly name = signal('');
  protected readonly email = signal('');
  protected readonly password = signal('');
  protected readonly role = signal<OrgRole>('member');
  protected readonly link = signal<NamedLink | undefined>(undefined);
  protected readonly problem = signal<Problem | undefined>(undefined);
  protected readonly query = liveQuery({
    params: () => this.q() ?? '',
    load: (query) => this.api.users(query),
    when: (event) => event.kind.startsWith('user'),
  });
  private readonly factors = liveQuery({
    params: () => '',
    load: () => this.account.factorOwners(),
    when: (event) => event.kind.startsWith('user'),
  });
  private readonly rules = liveQuery({ params: () => '', load: () => this.account.signInRules() });
  protected readonly owners = computed<ReadonlySet<string> | undefined>(() => {
    const owners = this.factors.value();
    return owners && new Set(owners.map(({ userId }) => userId));
  });
  /** Service accounts have a page of their own. */
  protected readonly people = computed(() =>
    (this.query.value()?.users ?? []).filter(({ kind }) => kind === 'person'),
  );

  protected factorOf(user: User): 'factorOn' | 'factorDue' | 'factorOff' {
    if (this.owners()?.has(user.userId)) return 'factorOn';
    return needsFactor(this.rules.value()?.secondFactor ?? 'nobody', user) ? 'factorDue' : 'factorOff';
  }

  protected find(event: Event): void {
    const q = (event.target as HTMLInputElement).value.trim() || undefined;
    void this.router.navigate([], { queryParams: { q }, replaceUrl: true });
  }

  protected rulesChanged(): void {
    this.rules.refresh();
  }

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
      if (this.password() === '') this.link.set(await this.links.make(user));
      this.name.set('');
      this.email.set('');
      this.password.set('');
    } catch (error) {
      this.problem.set(toProblem(error));
    }
    this.query.refresh();
  }
}
