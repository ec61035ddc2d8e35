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

/** Refusals that have words of ours; the server's are English. */
const OWN_WORDS = {
  CODE_WRONG: 'contact.wrong',
  NOTHING_CAN_VERIFY: 'contact.cannot',
  KEY_IN_USE: 'integrations.formerKeyTaken',
  EXAMPLE_FAILED: 'routing.exampleFailed',
} as const;
const hasOwnWords = (code: string): code is keyof typeof OWN_WORDS => code in OWN_WORDS;

export function problemText(failure: Failure, texts: Texts): string {
  if (hasOwnWords(failure.code)) return texts.t(OWN_WORDS[failure.code]);
  if (failure.status === 0) return texts.t('error.offline');
  if (failure.status === 403) return texts.t('error.forbidden');
  if (failure.status === 404) return texts.t('error.notFound');
  if (failure.status === 429) return texts.t('error.tooMany');
  if (failure.status >= 500) return texts.t('error.server');
  return failure.title === '' ? texts.t('error.unknown') : failure.title;
}
