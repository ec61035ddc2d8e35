import { ChangeDetectionStrategy, Component, computed, inject, input, output } from '@angular/core';
import { BarryIcon } from './icon';
import { Texts } from './text/texts';

/** What the note needs to know of a failure. */
export interface Failure {
  readonly status: number;
  readonly code: string;
  readonly title: string;
}

/** What happened and what to do, where it happened. */
@Component({
  selector: 'barry-problem',
  imports: [BarryIcon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'contents' },
  template: `
    <div class="problem" role="alert">
      <svg barryIcon="warn"></svg>
      <span>{{ text() }}</span>
      @if (retry()) {
        <button type="button" class="btn sm" (click)="again.emit()">{{ t('common.tryAgain') }}</button>
      }
    </div>
  `,
})
export class ProblemNote {
  readonly failure = input.required<Failure>();
  readonly retry = input(false);
  readonly again = output();
  private readonly texts = inject(Texts);
  protected readonly t = this.texts.t;
  protected readonly text = computed(() => problemText(this.failure(), this.texts));
}

/** Refusals that have words of ours in either language, and nothing to add to them. */
const OWN_WORDS = {
  CODE_WRONG: 'contact.wrong',
  NOTHING_CAN_VERIFY: 'contact.cannot',
  SECOND_FACTOR_WRONG: 'factor.wrong',
  SECOND_FACTOR_FIRST: 'signInRules.first',
  TICKET_INVALID: 'factor.late',
  KEY_IN_USE: 'integrations.formerKeyTaken',
  EXAMPLE_FAILED: 'routing.exampleFailed',
} as const;
const hasOwnWords = (code: string): code is keyof typeof OWN_WORDS => code in OWN_WORDS;

export function problemText(failure: Failure, texts: Texts): string {
  const { status, code, title } = failure;
  if (hasOwnWords(code)) return texts.t(OWN_WORDS[code]);
  if (status === 0) return texts.t('error.offline');
  if (status === 403) return texts.t('error.forbidden');
  if (status === 404) return texts.t('error.notFound');
  if (status === 429) return texts.t('error.tooMany');
  if (status >= 500) return texts.t('error.server');
  const said = refusalText(code, title, texts);
  return said === '' ? texts.t('error.unknown') : said;
}

/**
 * What the server refused, in the reader's language. Its own words are English and often say more: an English reader
 * reads them alone, everybody else behind what the code means.
 */
export function refusalText(code: string, detail: string, texts: Texts): string {
  const refusal = texts.word('refusal', code);
  if (refusal === code) return detail;
  if (detail === '') return refusal;
  if (texts.language() === 'en') return detail;
  return refusal + texts.t('refusal.around').split('…').join(detail);
}
