import { ChangeDetectionStrategy, Component, computed, inject, input, linkedSignal } from '@angular/core';
import { ProblemNote } from '../design/problem-note';
import { Texts } from '../design/text/texts';
import { Clock } from '../design/time/clock';
import type { CreatedToken, OrgRole } from '../generated/api/models';
import { liveQuery } from '../session/live-query';
import { SecretLine } from './secret-line';
import { TokenForm } from './token-form';
import { shownTokens } from './token-list.rules';
import { TokenTable } from './token-table';
import { TokensApi } from './tokens-api';

/** The tokens of oneself or of a service account; a secret is shown once, when it is made. */
@Component({
  selector: 'barry-tokens',
  imports: [ProblemNote, SecretLine, TokenForm, TokenTable],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'contents' },
  template: `
    <section class="set">
      <h2>{{ ownerId() === '' ? t('tokens.title') : t('tokens.titleOf', { name: name() }) }}</h2>
      @if (query.problem(); as failure) {
        <barry-problem [failure]="failure" [retry]="true" (again)="query.refresh()" />
      }
      @if (made(); as one) {
        <barry-secret-line [name]="one.token.name" [secret]="one.secret" />
      }
      @if (live().length > 0) {
        <barry-token-table
          [tokens]="live()"
          [mayRotate]="mayMake()"
          (rotated)="made.set($event)"
          (changed)="query.refresh()"
        />
      } @else if (query.value()) {
        <p class="t3">{{ t(ownerId() === '' ? 'tokens.none' : 'tokens.noneOf') }}</p>
      }
      @if (mayMake()) {
        <barry-token-form [ownerId]="ownerId()" [role]="role()" (made)="keep($event)" />
      }
    </section>
  `,
})
export class Tokens {
  /** Empty: oneself. */
  readonly ownerId = input('');
  readonly name = input('');
  readonly role = input.required<OrgRole>();
  readonly mayMake = input(true);
  private readonly api = inject(TokensApi);
  private readonly clock = inject(Clock);
  protected readonly t = inject(Texts).t;
  /** Only as long as this owner is looked at. */
  protected readonly made = linkedSignal<string, CreatedToken | undefined>({
    source: this.ownerId,
    computation: () => undefined,
  });
  protected readonly query = liveQuery({
    params: this.ownerId,
    load: (ownerId) => this.api.tokens(ownerId),
    when: (event, ownerId) => ownerId !== '' && event.userId === ownerId,
  });
  protected readonly live = computed(() => shownTokens(this.query.value() ?? [], 'all', this.clock.now()));

  protected keep(made: CreatedToken): void {
    this.made.set(made);
    this.query.refresh();
  }
}
