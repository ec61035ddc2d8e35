import { ChangeDetectionStrategy, Component, inject, input } from '@angular/core';
import { Texts } from '../design/text/texts';
import { TimeAgo } from '../design/time/time-ago';
import type { Proof } from '../generated/api/models';

/** Whether something has proved that it rings: in a word, with when and how fast, and what went wrong last. */
@Component({
  selector: 'barry-proof',
  imports: [TimeAgo],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <span [class]="tone()">{{ texts.word('proof', proof().state) }}</span>
    @if (proof().lastRangAt; as at) {
      · {{ t(proof().byTest ? 'proofs.rangTest' : 'proofs.rang') }} <barry-ago [at]="at" />,
      <span class="num">{{ t('tests.ms', { ms: texts.number(proof().msToRing ?? 0) }) }}</span>
    }
    @if (proof().lastFailedAt; as at) {
      · {{ t('proofs.failed') }} <barry-ago [at]="at" />:
      {{ texts.word('proofFailure', proof().lastFailure ?? '') }}
    }
  `,
})
export class ProofNote {
  readonly proof = input.required<Proof>();
  protected readonly texts = inject(Texts);
  protected readonly t = this.texts.t;

  protected tone(): string {
    const { state } = this.proof();
    if (state === 'proved') return 'c-taken';
    return state === 'failing' ? 'c-critical' : 'c-warning';
  }
}
