import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { ProblemNote } from '../design/problem-note';
import { Skeleton } from '../design/skeleton';
import { Texts } from '../design/text/texts';
import { Clock } from '../design/time/clock';
import { liveQuery } from '../session/live-query';
import { DirectoryGroups } from './directory-groups';
import { SsoApi } from './sso-api';
import { SsoTrial } from './sso-trial';

/** How the provider is, and what its groups give. It is set up in the settings file. */
@Component({
  selector: 'barry-sso-page',
  imports: [DirectoryGroups, ProblemNote, Skeleton, SsoTrial],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @if (query.value(); as sso) {
      <div class="settings">
        <section class="set">
          <h2>{{ t('sso.title') }}</h2>
          <p class="t2">{{ t('sso.lead') }}</p>
          @if (sso.state === 'off') {
            <p>{{ t('sso.isOff') }}</p>
          } @else {
            <ul class="set-list">
              <li>
                {{ t('sso.state') }}
                <span class="r" role="status">
                  {{ texts.word('ssoState', sso.state) }}
                  @if (sso.readAt; as at) {
                    <small class="t3">{{ t('sso.readAt', { time: clock.full(at) }) }}</small>
                  }
                </span>
              </li>
              @if (sso.failure; as failure) {
                <li class="problem">
                  <span class="mono">{{ failure }}</span>
                  @if (sso.failedAt; as at) {
                    <small class="r">{{ t('sso.failedAt', { time: clock.full(at) }) }}</small>
                  }
                </li>
              }
              <li>
                {{ t('sso.issuer') }} <span class="r mono">{{ sso.issuer }}</span>
              </li>
              <li>
                {{ t('sso.client') }} <span class="r mono">{{ sso.clientId }}</span>
              </li>
              <li>
                {{ t('sso.scopes') }} <span class="r mono">{{ sso.scopes.join(' ') }}</span>
              </li>
            </ul>
          }
        </section>
        @if (sso.state !== 'off') {
          <section class="set">
            <h2>{{ t('sso.tell') }}</h2>
            <ul class="set-list">
              @for (uri of sso.redirectUris; track uri) {
                <li>
                  {{ t('sso.redirect') }} <span class="r mono">{{ uri }}</span>
                </li>
              }
              <li>
                {{ t('sso.signOut') }} <span class="r mono">{{ sso.signOutUri }}</span>
              </li>
            </ul>
          </section>
          <section class="set">
            <h2>{{ t('sso.rules') }}</h2>
            <ul class="set-list">
              <li>
                {{ t('sso.only') }}
                <span class="r">{{ sso.onlyGroups.join(', ') || t('sso.everybody') }}</span>
              </li>
              <li>
                {{ t('sso.admins') }}
                <span class="r">{{ sso.adminGroups.join(', ') || t('sso.nobody') }}</span>
              </li>
              @for (rule of sso.teams; track $index) {
                <li>
                  <span class="mono">{{ rule.group }}</span>
                  <span class="r">
                    <span class="mono">{{ rule.team }}</span> {{ texts.word('teamRole', rule.role) }}
                    @if (rule.teamId === undefined) {
                      <span class="t3">{{ t('sso.noTeam') }}</span>
                    }
                  </span>
                </li>
              } @empty {
                <li class="t3">{{ t('sso.noRules') }}</li>
              }
            </ul>
          </section>
          <barry-sso-trial />
        }
        <barry-directory-groups />
      </div>
    } @else if (query.problem()) {
      <barry-problem [failure]="query.problem()!" [retry]="true" (again)="query.refresh()" />
    } @else {
      <barry-skeleton [rows]="6" />
    }
  `,
})
export class SsoPage {
  private readonly api = inject(SsoApi);
  protected readonly clock = inject(Clock);
  protected readonly texts = inject(Texts);
  protected readonly t = this.texts.t;
  protected readonly query = liveQuery({ params: () => '', load: () => this.api.state() });
}
