import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { BarryIcon } from '../design/icon';
import { ProblemNote, problemText } from '../design/problem-note';
import { Texts } from '../design/text/texts';
import { Clock } from '../design/time/clock';
import { TimeAgo } from '../design/time/time-ago';
import { Toasts } from '../design/toasts';
import type { Session as OpenSession } from '../generated/api/models';
import { liveQuery } from '../session/live-query';
import { toProblem } from '../session/problem';
import { AccountApi } from './account-api';
import { agentWords } from './agent-words.rules';

/** Where somebody is signed in, and how to end it. */
@Component({
  selector: 'barry-sessions',
  imports: [BarryIcon, ProblemNote, TimeAgo],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'contents' },
  template: `
    <section class="set">
      <h2>{{ userId() === '' ? t('sessions.title') : t('sessions.titleOf', { name: name() }) }}</h2>
      @if (query.problem(); as failure) {
        <barry-problem [failure]="failure" [retry]="true" (again)="query.refresh()" />
      }
      <ul class="set-list">
        @for (one of query.value(); track one.sessionId) {
          <li [attr.data-session]="one.sessionId">
            <svg barryIcon="globe"></svg>
            <span>
              <b [title]="one.agent">{{ agent(one) }}</b>
              @if (one.current) {
                <span class="c-taken"> {{ t('sessions.current') }}</span>
              }
              <small class="t2">
                {{ t('sessions.from') }} <span class="mono">{{ one.address }}</span> ·
                {{ t('sessions.used') }} <barry-ago [at]="one.lastUsedAt" /> · {{ t('sessions.began') }}
                {{ clock.short(one.createdAt) }}
              </small>
            </span>
            @if (!one.current) {
              <span class="r">
                <button
                  type="button"
                  class="btn sm"
                  [attr.aria-label]="t('sessions.endOf', { agent: agent(one) })"
                  (click)="end(one)"
                >
                  {{ t('sessions.end') }}
                </button>
              </span>
            }
          </li>
        } @empty {
          <li class="t3">{{ t('sessions.none') }}</li>
        }
      </ul>
      @if (others() > 0) {
        <p>
          <button type="button" class="btn" (click)="endAll()">
            {{ t(userId() === '' ? 'sessions.endOthers' : 'sessions.endAll') }}
          </button>
        </p>
      }
    </section>
  `,
})
export class Sessions {
  /** Empty: oneself. */
  readonly userId = input('');
  readonly name = input('');
  private readonly api = inject(AccountApi);
  private readonly toasts = inject(Toasts);
  private readonly texts = inject(Texts);
  protected readonly clock = inject(Clock);
  protected readonly t = this.texts.t;
  protected readonly query = liveQuery({
    params: this.userId,
    load: (userId) => this.api.sessions(userId),
    when: (event) => event.kind.startsWith('user'),
  });
  protected readonly others = computed(() => (this.query.value() ?? []).filter((one) => !one.current).length);

  protected agent(session: OpenSession): string {
    const { browser, system } = agentWords(session.agent);
    return system === '' ? browser : this.t('sessions.agent', { browser, system });
  }

  protected end(session: OpenSession): Promise<void> {
    return this.act(() => this.api.endSession(this.userId(), session.sessionId));
  }

  protected endAll(): Promise<void> {
    return this.act(() => this.api.endSessions(this.userId()));
  }

  private async act(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
      this.toasts.tell(this.t('sessions.ended'));
    } catch (error) {
      this.toasts.fail(problemText(toProblem(error), this.texts));
    }
    this.query.refresh();
  }
}
