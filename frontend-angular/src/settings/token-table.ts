import { Dialog } from '@angular/cdk/dialog';
import { ChangeDetectionStrategy, Component, computed, inject, input, output } from '@angular/core';
import { firstValueFrom } from 'rxjs';
import { Avatar } from '../design/avatar';
import { Confirm } from '../design/confirm-dialog';
import { problemText } from '../design/problem-note';
import { Texts } from '../design/text/texts';
import { Clock } from '../design/time/clock';
import { TimeAgo } from '../design/time/time-ago';
import { Toasts } from '../design/toasts';
import type { ApiToken, RotatedToken } from '../generated/api/models';
import { toProblem } from '../session/problem';
import { endsSoon } from '../session/token-ends.rules';
import { type ChosenRate, RateDialog } from './rate-dialog';
import { RotateDialog } from './rotate-dialog';
import { ScopeWords } from './scope-words';
import { type Rotation, TokensApi } from './tokens-api';

/** Tokens that work, with what may be done to them. */
@Component({
  selector: 'barry-token-table',
  imports: [Avatar, ScopeWords, TimeAgo],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'wide-table', tabindex: '0', role: 'group', '[attr.aria-label]': "t('tokens.title')" },
  template: `
    <table class="tokens" [class.owned]="withOwner()">
      <thead>
        <tr>
          <th class="c-name">{{ t('tokens.name') }}</th>
          @if (withOwner()) {
            <th class="c-owner">{{ t('tokens.owner') }}</th>
          }
          <th>{{ t('tokens.may') }}</th>
          <th class="c-ends">{{ t('tokens.ends') }}</th>
          <th class="c-used">{{ t('tokens.used') }}</th>
          <th class="c-rate">{{ t('tokens.rate') }}</th>
          <th class="c-act">
            <span class="vh">{{ t('common.actions') }}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        @for (one of tokens(); track one.tokenId) {
          <tr [attr.data-token]="one.tokenId">
            <td>
              <b [title]="one.name">{{ one.name }}</b> <span class="mono t3">{{ one.hint }}…</span>
              @if (one.replacedAt) {
                <span class="pill no">{{ t('tokens.old') }}</span>
              } @else if (news().has(one.tokenId)) {
                <span class="pill acc">{{ t('tokens.new') }}</span>
              }
            </td>
            @if (withOwner()) {
              <td>
                <span class="who"
                  ><barry-avatar [id]="one.ownerId" [name]="one.ownerName" />{{ one.ownerName }}
                  @if (one.ownerKind === 'service') {
                    <span class="service-mark">{{ t('service.mark') }}</span>
                  }
                </span>
              </td>
            }
            <td class="t2"><barry-scope-words [scopes]="one.scopes" /></td>
            <td [title]="clock.full(one.expiresAt)">
              {{ clock.short(one.expiresAt) }}
              @if (isEnding(one)) {
                <span class="pill warn" [title]="t('tokens.endingOf')">{{ t('tokens.ending') }}</span>
              }
            </td>
            <td class="t2">
              @if (one.lastUsedAt) {
                <barry-ago [at]="one.lastUsedAt" />
                @if (one.lastUsedAddress; as address) {
                  <span class="mono t3">{{ t('tokens.usedFrom', { address }) }}</span>
                }
              } @else {
                {{ t('tokens.unused') }}
              }
            </td>
            <td class="t2">
              @if (mayRate()) {
                <button
                  type="button"
                  class="link-button"
                  [attr.aria-label]="t('tokens.rateOf', { name: one.name }) + ': ' + rate(one)"
                  (click)="setRate(one)"
                >
                  {{ rate(one) }}
                </button>
              } @else {
                {{ rate(one) }}
              }
            </td>
            <td class="num">
              @if (mayRotate() && one.replacedAt === undefined) {
                <button
                  type="button"
                  class="btn sm"
                  [attr.aria-label]="t('tokens.rotateOf', { name: one.name })"
                  (click)="rotate(one)"
                >
                  {{ t('tokens.rotate') }}
                </button>
              }
              @if (mayRevoke()) {
                <button
                  type="button"
                  class="btn sm"
                  [attr.aria-label]="t('tokens.revokeOf', { name: one.name })"
                  (click)="revoke(one)"
                >
                  {{ t('tokens.revoke') }}
                </button>
              }
            </td>
          </tr>
        }
      </tbody>
    </table>
  `,
})
export class TokenTable {
  readonly tokens = input.required<readonly ApiToken[]>();
  readonly withOwner = input(false);
  readonly mayRotate = input(false);
  readonly mayRevoke = input(true);
  readonly mayRate = input(false);
  readonly rotated = output<RotatedToken>();
  readonly changed = output();
  private readonly api = inject(TokensApi);
  private readonly dialog = inject(Dialog);
  private readonly confirm = inject(Confirm);
  private readonly toasts = inject(Toasts);
  protected readonly clock = inject(Clock);
  protected readonly texts = inject(Texts);
  protected readonly t = this.texts.t;
  /** Those that took the place of one that still works. */
  protected readonly news = computed(() => {
    const here = new Set(this.tokens().map(({ tokenId }) => tokenId));
    const replacing = this.tokens().filter((one) => here.has(one.replacesTokenId ?? ''));
    return new Set(replacing.map(({ tokenId }) => tokenId));
  });

  protected isEnding(token: ApiToken): boolean {
    return endsSoon(token, this.clock.now());
  }

  protected rate({ requestsPerMinute }: ApiToken): string {
    return requestsPerMinute === undefined
      ? this.t('tokens.rateOfAll')
      : this.texts.number(requestsPerMinute);
  }

  protected async rotate(token: ApiToken): Promise<void> {
    const chosen = await this.ask<Rotation>(RotateDialog, token);
    if (chosen === undefined) return;
    await this.act(async () => this.rotated.emit(await this.api.rotate(token.tokenId, chosen)));
  }

  protected async setRate(token: ApiToken): Promise<void> {
    const chosen = await this.ask<ChosenRate>(RateDialog, token);
    if (chosen === undefined) return;
    await this.act(() => this.api.setRate(token.tokenId, chosen.requestsPerMinute));
  }

  protected async revoke(token: ApiToken): Promise<void> {
    const { name } = token;
    const sure = await this.confirm.ask({
      title: this.t('tokens.revokeOf', { name }),
      text: this.t('tokens.revokeAsk'),
      does: this.t('tokens.revoke'),
    });
    if (!sure) return;
    await this.act(async () => {
      await this.api.revoke(token.tokenId);
      this.toasts.tell(this.t('tokens.revoked', { name }));
    });
  }

  private ask<Answer>(
    component: typeof RotateDialog | typeof RateDialog,
    data: ApiToken,
  ): Promise<Answer | undefined> {
    const opened = this.dialog.open<Answer, ApiToken>(component, {
      data,
      backdropClass: 'backdrop',
      panelClass: 'dialog-panel',
    });
    return firstValueFrom(opened.closed);
  }

  private async act(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.toasts.fail(problemText(toProblem(error), this.texts));
    }
    this.changed.emit();
  }
}
