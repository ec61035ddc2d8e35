import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core';
import { FormsModule } from '@angular/forms';
import { BarryIcon } from '../design/icon';
import { ProblemNote } from '../design/problem-note';
import { Texts } from '../design/text/texts';
import { Clock } from '../design/time/clock';
import { TimeAgo } from '../design/time/time-ago';
import { Toasts } from '../design/toasts';
import type { Scope } from '../generated/api/models';
import { liveQuery } from '../session/live-query';
import { type Problem, toProblem } from '../session/problem';
import { Session } from '../session/session';
import { SettingsApi } from './settings-api';

const ENDING_MS = 14 * 86_400_000;

/** Own API tokens; the secret is shown once, when it is made. */
@Component({
  selector: 'barry-tokens',
  imports: [BarryIcon, FormsModule, ProblemNote, TimeAgo],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'contents' },
  template: `
    <section class="set">
      <h2>{{ t('tokens.title') }}</h2>
      @if (secret(); as text) {
        <div class="copy-line secret" role="status">
          <span>{{ t('tokens.once') }}</span><code class="mono">{{ text }}</code>
          <button type="button" class="btn" (click)="copy(text)">
            <svg barryIcon="copy"></svg>{{ t('common.copy') }}
          </button>
        </div>
      }
      <ul class="set-list">
        @for (one of live(); track one.tokenId) {
          <li>
            <svg barryIcon="key"></svg>
            <span>
              <b>{{ one.name }}</b>
              <small class="t2">
                <span class="mono">{{ one.hint }}…</span> · {{ one.scopes.join(', ') }} ·
                {{ t('tokens.until') }} {{ clock.short(one.expiresAt) }} ·
                @if (one.lastUsedAt) {
                  {{ t('tokens.used') }} <barry-ago [at]="one.lastUsedAt" /> {{ one.lastUsedAddress }}
                } @else {
                  {{ t('tokens.unused') }}
                }
                @if (one.replacedAt) {
                  · {{ t('tokens.replaced') }}
                } @else if (isEnding(one.expiresAt)) {
                  · <b class="c-warning">{{ t('tokens.ending') }}</b>
                }
              </small>
            </span>
            <span class="r">
              @if (one.replacedAt === undefined && session.can('tokens.create')) {
                <button type="button" class="btn sm" (click)="rotate(one.tokenId)">
                  {{ t('tokens.rotate') }}
                </button>
              }
              <button type="button" class="btn sm" (click)="revoke(one.tokenId)">
                {{ t('tokens.revoke') }}
              </button>
            </span>
          </li>
        } @empty {
          <li class="t3">{{ t('tokens.none') }}</li>
        }
      </ul>
      @if (session.can('tokens.create')) {
        <form class="row-fields" (ngSubmit)="create()">
          <label class="field"
            ><span>{{ t('tokens.name') }}</span
            ><input name="name" maxlength="100" [(ngModel)]="name"
          /></label>
          <fieldset class="field">
            <legend>{{ t('tokens.scopes') }}</legend>
            <div class="checks">
              @for (scope of scopes; track scope) {
                <label class="check-label"
                  ><input type="checkbox" [checked]="chosen().includes(scope)" (change)="toggle(scope)" />{{
                    texts.word('scope', scope)
                  }}</label
                >
              }
            </div>
          </fieldset>
          <label class="field"
            ><span>{{ t('tokens.days') }}</span
            ><input name="days" type="number" min="1" max="366" [(ngModel)]="days"
          /></label>
          <button type="submit" class="btn" [disabled]="name().trim() === '' || chosen().length === 0">
            {{ t('tokens.create') }}
          </button>
        </form>
      }
      @if (problem(); as failure) {
        <barry-problem [failure]="failure" />
      }
    </section>
  `,
})
export class Tokens {
  private readonly api = inject(SettingsApi);
  private readonly toasts = inject(Toasts);
  protected readonly session = inject(Session);
  protected readonly clock = inject(Clock);
  protected readonly texts = inject(Texts);
  protected readonly t = this.texts.t;
  protected readonly scopes: readonly Scope[] = ['read', 'write', 'ring'];
  protected readonly chosen = signal<readonly Scope[]>(['read']);
  protected readonly name = signal('');
  protected readonly days = signal(90);
  protected readonly secret = signal<string | undefined>(undefined);
  protected readonly problem = signal<Problem | undefined>(undefined);
  protected readonly query = liveQuery({ params: () => 'mine', load: () => this.api.tokens() });
  protected readonly live = computed(() =>
    (this.query.value() ?? []).filter(
      (one) => one.revokedAt === undefined && Date.parse(one.expiresAt) > this.clock.now(),
    ),
  );

  protected toggle(scope: Scope): void {
    this.chosen.update((all) => (all.includes(scope) ? all.filter((one) => one !== scope) : [...all, scope]));
  }

  protected async create(): Promise<void> {
    this.problem.set(undefined);
    try {
      const made = await this.api.createToken(this.name().trim(), this.chosen(), this.days());
      this.secret.set(made.secret);
      this.name.set('');
    } catch (error) {
      this.problem.set(toProblem(error));
    }
    this.query.refresh();
  }

  /** When its owner is told by mail, too. */
  protected isEnding(expiresAt: string): boolean {
    return Date.parse(expiresAt) - this.clock.now() < ENDING_MS;
  }

  /** The old secret works for a day more: long enough to bring the new one wherever it is used. */
  protected async rotate(tokenId: string): Promise<void> {
    this.problem.set(undefined);
    try {
      this.secret.set((await this.api.rotateToken(tokenId, 24)).secret);
    } catch (error) {
      this.problem.set(toProblem(error));
    }
    this.query.refresh();
  }

  protected async revoke(tokenId: string): Promise<void> {
    try {
      await this.api.revokeToken(tokenId);
    } catch (error) {
      this.problem.set(toProblem(error));
    }
    this.query.refresh();
  }

  protected async copy(text: string): Promise<void> {
    await navigator.clipboard.writeText(text);
    this.toasts.tell(this.t('common.copied'));
  }
}
