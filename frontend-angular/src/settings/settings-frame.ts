import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core';
import { RouterLink, RouterLinkActive, RouterOutlet } from '@angular/router';
import { Texts } from '../design/text/texts';
import { PageTop } from '../session/page-top';
import { Session } from '../session/session';

@Component({
  selector: 'barry-settings-frame',
  imports: [PageTop, RouterLink, RouterLinkActive, RouterOutlet],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'main' },
  template: `
    <barry-top>
      <ng-container crumb
        ><h1>{{ t('nav.settings') }}</h1></ng-container
      >
    </barry-top>
    <main class="pane">
      <nav class="views settings-tabs" [attr.aria-label]="t('nav.settings')">
        <a routerLink="/settings/profile" routerLinkActive="on" ariaCurrentWhenActive="page">{{
          t('nav.profile')
        }}</a>
        @if (session.can('users.manage')) {
          <a routerLink="/settings/users" routerLinkActive="on" ariaCurrentWhenActive="page">{{
            t('title.users')
          }}</a>
        }
        @if (session.can('users.manage')) {
          <a routerLink="/settings/single-sign-on" routerLinkActive="on" ariaCurrentWhenActive="page">{{
            t('title.sso')
          }}</a>
        }
        @if (looksAfter()) {
          <a routerLink="/settings/service-accounts" routerLinkActive="on" ariaCurrentWhenActive="page">{{
            t('title.serviceAccounts')
          }}</a>
        }
        @if (session.can('tokens.manage')) {
          <a routerLink="/settings/tokens" routerLinkActive="on" ariaCurrentWhenActive="page">{{
            t('title.tokens')
          }}</a>
        }
        @if (session.can('audit.read')) {
          <a routerLink="/settings/audit" routerLinkActive="on" ariaCurrentWhenActive="page">{{
            t('title.audit')
          }}</a>
        }
        @if (session.can('engine.read')) {
          <a routerLink="/engine" routerLinkActive="on" ariaCurrentWhenActive="page">{{
            t('title.engine')
          }}</a>
        }
      </nav>
      <div class="scroll flex-pane"><router-outlet /></div>
    </main>
  `,
})
export class SettingsFrame {
  protected readonly session = inject(Session);
  protected readonly t = inject(Texts).t;
  /** Whoever owns a team can have a service account for it. */
  protected readonly looksAfter = computed(
    () => this.session.user()?.role === 'admin' || this.session.teams().some(({ role }) => role === 'owner'),
  );
}
