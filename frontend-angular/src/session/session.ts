import { HttpClient } from '@angular/common/http';
import { computed, DOCUMENT, inject, Injectable, signal } from '@angular/core';
import { Router } from '@angular/router';
import { firstValueFrom } from 'rxjs';
import { Appearance } from '../design/theme';
import { Clock } from '../design/time/clock';
import { Api } from '../generated/api/api';
import {
  confirmFactorAtSignIn,
  confirmSignIn,
  getSignInOptions,
  requestPasswordReset,
  startFactorAtSignIn,
  updateUser,
  useAdminLink,
  usePasswordLink,
  whoAmI,
} from '../generated/api/functions';
import type { FactorSecret, Locale, Me, MyTeam, SignInAnswer, SignInOptions } from '../generated/api/models';
import { Live } from './live';

/** The password was right, and more is asked for. */
export interface NextOfSignIn {
  readonly next: 'code' | 'enrol';
  readonly ticket: string;
}
const nextOf = ({ next, ticket }: SignInAnswer): NextOfSignIn | undefined =>
  next === undefined || ticket === undefined ? undefined : { next, ticket };

/** Who is signed in here, and with which rights. The cookie itself is out of reach for scripts. */
@Injectable({ providedIn: 'root' })
export class Session {
  private readonly http = inject(HttpClient);
  private readonly api = inject(Api);
  private readonly live = inject(Live);
  private readonly clock = inject(Clock);
  private readonly appearance = inject(Appearance);
  private readonly router = inject(Router);
  private readonly document = inject(DOCUMENT);

  private readonly who = signal<Me | undefined>(undefined);
  private loading: Promise<boolean> | undefined;

  readonly me = this.who.asReadonly();
  readonly user = computed(() => this.who()?.user);
  readonly teams = computed<readonly MyTeam[]>(() => this.who()?.teams ?? []);
  readonly csrfToken = computed(() => this.who()?.csrfToken);

  constructor() {
    this.live.ended.subscribe(() => this.ended());
    this.live.events.subscribe((event) => {
      const isMine = event.kind.startsWith('team.') || event.userId === this.user()?.userId;
      if (isMine && /^(team|user)\./.test(event.kind)) void this.reload().catch(() => undefined);
    });
  }

  /** True when there is a session; asks the server once per page. */
  ensure(): Promise<boolean> {
    if (this.who() !== undefined) return Promise.resolve(true);
    this.loading ??= this.load().finally(() => (this.loading = undefined));
    return this.loading;
  }

  /** What is asked for besides; nothing: one is in. */
  async signIn(email: string, password: string): Promise<NextOfSignIn | undefined> {
    const answer = await firstValueFrom(
      this.http.post<SignInAnswer>('/api/v1/browser/session', { email, password }),
    );
    const next = nextOf(answer);
    if (next === undefined) await this.load();
    return next;
  }

  async confirmSignIn(ticket: string, code: string): Promise<void> {
    const { token } = await this.api.invoke(confirmSignIn, { body: { ticket, code } });
    await this.adopt(token);
  }

  startFactor(ticket: string): Promise<FactorSecret> {
    return this.api.invoke(startFactorAtSignIn, { body: { ticket } });
  }

  /** The recovery codes, which are told once. */
  async confirmFactor(ticket: string, code: string): Promise<readonly string[]> {
    const { token, recoveryCodes } = await this.api.invoke(confirmFactorAtSignIn, { body: { ticket, code } });
    await this.adopt(token);
    return recoveryCodes;
  }

  signInOptions(): Promise<SignInOptions> {
    return this.api.invoke(getSignInOptions);
  }

  async requestPasswordReset(email: string): Promise<void> {
    await this.api.invoke(requestPasswordReset, { body: { email } });
  }

  /** The first admin, by the link that the server printed. */
  async useAdminLink(given: { token: string; name: string; email: string; password: string }): Promise<void> {
    const { token } = await this.api.invoke(useAdminLink, { body: given });
    await this.adopt(token);
  }

  /** A password, by a one-time link. */
  async usePasswordLink(token: string, password: string): Promise<NextOfSignIn | undefined> {
    const answer = await this.api.invoke(usePasswordLink, { body: { token, password } });
    if (answer.token !== undefined) await this.adopt(answer.token);
    return nextOf(answer);
  }

  /** The cookie takes the place of a token that this page has seen, and that ends by it. */
  private async adopt(token: string): Promise<void> {
    await firstValueFrom(this.http.post('/api/v1/browser/session/adopt', { token }));
    await this.load();
  }

  async signOut(): Promise<void> {
    const { signOutAt } = await firstValueFrom(
      this.http.delete<{ readonly signOutAt?: string }>('/api/v1/browser/session'),
    );
    this.forget();
    // The provider that vouched for this session still knows its own.
    if (signOutAt !== undefined) return this.leave(signOutAt);
    await this.router.navigateByUrl('/sign-in');
  }

  private leave(address: string): void {
    this.document.defaultView?.location.assign(address);
  }

  /** The server no longer knows this session: keep the way back. */
  ended(): void {
    if (this.who() === undefined) return;
    const back = this.router.url;
    this.forget();
    void this.router.navigate(['/sign-in'], { queryParams: { back } });
  }

  can(right: string): boolean {
    return this.who()?.rights.includes(right) ?? false;
  }

  roleIn(teamId: string): MyTeam['role'] | undefined {
    return this.teams().find((team) => team.teamId === teamId)?.role;
  }

  /** May take, control and override what is the team's. */
  responds(teamId: string): boolean {
    return this.owns(teamId) || this.roleIn(teamId) === 'responder';
  }

  owns(teamId: string): boolean {
    return this.user()?.role === 'admin' || this.roleIn(teamId) === 'owner';
  }

  /** At once here, and from now on wherever this user signs in. */
  async setLanguage(locale: Locale): Promise<void> {
    await this.appearance.setLanguage(locale);
    const user = this.user();
    if (user === undefined || user.locale === locale) return;
    const { userId, version } = user;
    await this.api.invoke(updateUser, { userId, body: { version, locale } });
    await this.reload();
  }

  async reload(): Promise<void> {
    this.take(await this.api.invoke(whoAmI));
  }

  private async load(): Promise<boolean> {
    try {
      this.take(await this.api.invoke(whoAmI));
    } catch {
      return false;
    }
    this.live.start();
    return true;
  }

  private take(me: Me): void {
    this.who.set(me);
    this.clock.timeZone.set(me.user.timeZone);
    void this.appearance.setLanguage(me.user.locale);
  }

  private forget(): void {
    this.who.set(undefined);
    this.live.stop();
  }
}
