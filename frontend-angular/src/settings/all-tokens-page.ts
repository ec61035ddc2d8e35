import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { Router } from '@angular/router';
import { EmptyState } from '../design/empty-state';
import { ProblemNote } from '../design/problem-note';
import { Skeleton } from '../design/skeleton';
import { Texts } from '../design/text/texts';
import { Clock } from '../design/time/clock';
import { liveQuery } from '../session/live-query';
import { shownTokens, TOKEN_SHOWS } from './token-list.rules';
import { TokenTable } from './token-table';
import { TokensApi } from './tokens-api';

/** The tokens of everybody, for who has to know what is open. */
@Component({
  selector: 'barry-all-tokens-page',
  imports: [EmptyState, ProblemNote, Skeleton, TokenTable],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <div class="fb" role="search">
      <label class="chip-select">
        <span>{{ t('tokens.allQuery') }}</span>
        <input type="search" name="q" [value]="q() ?? ''" (change)="set('q', $event)" />
      </label>
      <label class="chip-select">
        <span>{{ t('tokens.show') }}</span>
        <select name="show" (change)="set('show', $event)">
          @for (one of shows; track one) {
            <option [value]="one" [selected]="one === shown()">{{ texts.word('tokenShow', one) }}</option>
          }
        </select>
      </label>
      @if (query.value()) {
        <span class="t3" role="status">{{ texts.count('tokens.total', tokens().length) }}</span>
      }
    </div>
    @if (query.value()) {
      @if (tokens().length > 0) {
        <barry-token-table
          [tokens]="tokens()"
          [withOwner]="true"
          [mayRate]="true"
          (changed)="query.refresh()"
        />
      } @else {
        <barry-empty [text]="t('tokens.noneFound')" />
      }
    } @else if (query.problem()) {
      <barry-problem [failure]="query.problem()!" [retry]="true" (again)="query.refresh()" />
    } @else {
      <barry-skeleton [rows]="8" />
    }
  `,
})
export class AllTokensPage {
  readonly q = input<string>();
  readonly show = input<string>();
  private readonly api = inject(TokensApi);
  private readonly router = inject(Router);
  private readonly clock = inject(Clock);
  protected readonly texts = inject(Texts);
  protected readonly t = this.texts.t;
  protected readonly shows = TOKEN_SHOWS;
  protected readonly shown = computed(() => TOKEN_SHOWS.find((one) => one === this.show()) ?? 'all');
  protected readonly query = liveQuery({
    params: () => this.q() ?? '',
    load: (query) => this.api.allTokens(query),
  });
  protected readonly tokens = computed(() =>
    shownTokens(this.query.value() ?? [], this.shown(), this.clock.now()),
  );

  protected set(name: 'q' | 'show', event: Event): void {
    const said = (event.target as HTMLInputElement | HTMLSelectElement).value.trim();
    const value = said === '' || said === 'all' ? undefined : said;
    void this.router.navigate([], {
      queryParams: { [name]: value },
      queryParamsHandling: 'merge',
      replaceUrl: true,
    });
  }
}
