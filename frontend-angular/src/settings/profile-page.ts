import { ChangeDetectionStrategy, Component, inject, signal } from '@angular/core';
import { FormsModule } from '@angular/forms';
import { Avatar } from '../design/avatar';
import { ProblemNote, problemText } from '../design/problem-note';
import { Texts } from '../design/text/texts';
import { Appearance, THEMES } from '../design/theme';
import { Toasts } from '../design/toasts';
import type { Locale } from '../generated/api/models';
import { type Problem, toProblem } from '../session/problem';
import { Session } from '../session/session';
import { ContactMethods } from './contact-methods';
import { Devices } from './devices';
import { SecondFactorSection } from './second-factor';
import { Sessions } from './sessions';
import { SettingsApi } from './settings-api';
import { TestRings } from './test-rings';
import { Tokens } from './tokens';

/** Oneself: language, time zone, look, ways to be reached, devices, second factor, sessions, tokens, password. */
@Component({
  selector: 'barry-profile-page',
  imports: [
    Avatar,
    ContactMethods,
    Devices,
    FormsModule,
    ProblemNote,
    SecondFactorSection,
    Sessions,
    TestRings,
    Tokens,
  ],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'settings' },
  template: `
    @if (session.user(); as user) {
      <section class="set">
        <h2>{{ t('nav.profile') }}</h2>
        <div class="form">
          <p class="who big-who">
            <barry-avatar [id]="user.userId" [name]="user.name" [size]="40" />
            <span
              ><b>{{ user.name }}</b
              ><small class="t2">{{ user.email }} · {{ texts.word('orgRole', user.role) }}</small></span
            >
          </p>
          <div class="row-fields">
            <label class="field">
              <span>{{ t('setup.name') }}</span>
              <input name="name" maxlength="100" [value]="user.name" (change)="set({ name: text($event) })" />
            </label>
            <label class="field">
              <span>{{ t('profile.language') }}</span>
              <select class="input" (change)="language(text($event))">
                <option value="en" lang="en" [selected]="user.locale === 'en'">English</option>
                <option value="ja" lang="ja" [selected]="user.locale === 'ja'">日本語</option>
              </select>
            </label>
            <label class="field">
              <span>{{ t('profile.timeZone') }}</span>
              <select class="input" (change)="set({ timeZone: text($event) })">
                @for (zone of zones; track zone) {
                  <option [value]="zone" [selected]="zone === user.timeZone">{{ zone }}</option>
                }
              </select>
            </label>
            <label class="field">
              <span>{{ t('profile.theme') }}</span>
              <select class="input" (change)="appearance.setTheme(text($event))">
                @for (theme of themes; track theme) {
                  <option [value]="theme" [selected]="theme === appearance.theme()">
                    {{ texts.word('theme', theme) }}
                  </option>
                }
              </select>
            </label>
          </div>
          @if (problem(); as failure) {
            <barry-problem [failure]="failure" />
          }
        </div>
      </section>
      <barry-devices />
      <barry-test-rings />
      <barry-contact-methods [userId]="user.userId" />
      <barry-second-factor />
      <barry-sessions />
      <barry-tokens [role]="user.role" [mayMake]="session.can('tokens.create')" />
      <section class="set">
        <h2>{{ t('profile.password') }}</h2>
        <form class="row-fields" (ngSubmit)="password()">
          <input
            class="vh"
            type="text"
            autocomplete="username"
            tabindex="-1"
            aria-hidden="true"
            [value]="user.email"
            readonly
          />
          <label class="field">
            <span>{{ t('profile.current') }}</span>
            <input name="current" type="password" autocomplete="current-password" [(ngModel)]="current" />
          </label>
          <label class="field">
            <span>{{ t('profile.next') }}</span>
            <input
              name="next"
              type="password"
              autocomplete="new-password"
              minlength="10"
              [(ngModel)]="next"
            />
            <small class="t3">{{ t('setup.passwordHint') }}</small>
          </label>
          <button type="submit" class="btn" [disabled]="current() === '' || next().length < 10">
            {{ t('profile.change') }}
          </button>
        </form>
      </section>
    }
  `,
})
export class ProfilePage {
  private readonly api = inject(SettingsApi);
  private readonly toasts = inject(Toasts);
  protected readonly session = inject(Session);
  protected readonly appearance = inject(Appearance);
  protected readonly texts = inject(Texts);
  protected readonly t = this.texts.t;
  protected readonly themes = THEMES;
  protected readonly zones = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')];
  protected readonly problem = signal<Problem | undefined>(undefined);
  protected readonly current = signal('');
  protected readonly next = signal('');

  protected text(event: Event): string {
    return (event.target as HTMLInputElement | HTMLSelectElement).value;
  }

  protected language(word: string): Promise<void> {
    const locale: Locale = word === 'ja' ? 'ja' : 'en';
    return this.set({ locale });
  }

  protected async set(change: {
    readonly name?: string;
    readonly locale?: Locale;
    readonly timeZone?: string;
  }): Promise<void> {
    const user = this.session.user();
    if (user === undefined) return;
    this.problem.set(undefined);
    try {
      await this.api.changeUser(user, change);
      await this.session.reload();
    } catch (error) {
      this.problem.set(toProblem(error));
    }
  }

  protected async password(): Promise<void> {
    try {
      await this.api.changePassword(this.current(), this.next());
      this.current.set('');
      this.next.set('');
      this.toasts.tell(this.t('profile.changed'));
    } catch (error) {
      this.toasts.fail(problemText(toProblem(error), this.texts));
    }
  }
}
