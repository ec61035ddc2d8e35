import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core';
import { BarryIcon } from '../design/icon';
import { ProblemNote } from '../design/problem-note';
import { Texts } from '../design/text/texts';
import { Toasts } from '../design/toasts';
import type { AuditVerdict } from '../generated/api/models';
import { type Problem, toProblem } from '../session/problem';
import { AuditApi } from './audit-api';
import { checkpointIn } from './audit-filter.rules';

interface Progress {
  readonly checked: number;
  readonly verdict: AuditVerdict;
}

/** Goes along the chain, part by part, and says whether it holds. */
@Component({
  selector: 'barry-audit-verify',
  imports: [BarryIcon, ProblemNote],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'contents' },
  template: `
    <div class="chain">
      <form class="row-fields" (submit)="$event.preventDefault(); verify()">
        <button type="submit" class="btn" [disabled]="running()">
          <svg barryIcon="shield"></svg>{{ t('chain.verify') }}
        </button>
        <label class="field known">
          <span>{{ t('chain.known') }}</span>
          <input
            class="mono"
            name="known"
            autocomplete="off"
            spellcheck="false"
            [value]="known()"
            [attr.aria-invalid]="knownFits() ? null : 'true'"
            (input)="type($event)"
          />
        </label>
        @if (running() && progress(); as part) {
          <span class="t3" role="status">{{
            t('chain.running', {
              checked: texts.number(part.checked),
              total: texts.number(part.verdict.head.number),
            })
          }}</span>
        }
      </form>
      @if (!knownFits()) {
        <p class="field-error">{{ t('chain.knownWrong') }}</p>
      }
      @if (problem(); as failure) {
        <barry-problem [failure]="failure" />
      }
      @if (!running() && progress(); as done) {
        @if (done.verdict.broken; as broken) {
          <div class="problem broken" role="alert">
            <svg barryIcon="warn"></svg>
            <div>
              <p>
                <b>{{ t('chain.broken', { number: texts.number(broken.number) }) }}</b>
                {{ texts.word('chainBreak', broken.reason) }}
                {{ texts.count('chain.held', done.checked) }}
              </p>
              <p>{{ t('chain.then') }}</p>
              @if (broken.auditId) {
                <p class="mono t2">{{ broken.auditId }}</p>
              }
            </div>
          </div>
        } @else {
          <div class="holds" role="status">
            <p class="c-taken">
              <svg barryIcon="check"></svg> {{ texts.count('chain.intact', done.checked) }}
            </p>
            <p class="copy-line">
              <span>{{ t('chain.checkpoint') }}</span>
              <code class="mono" tabindex="0">{{ checkpoint() }}</code>
              <button type="button" class="btn" (click)="copy()">
                <svg barryIcon="copy"></svg>{{ t('common.copy') }}
              </button>
            </p>
            <p class="t3">{{ t('chain.keep') }}</p>
          </div>
        }
      }
    </div>
  `,
})
export class AuditVerify {
  private readonly api = inject(AuditApi);
  private readonly toasts = inject(Toasts);
  protected readonly texts = inject(Texts);
  protected readonly t = this.texts.t;
  protected readonly known = signal('');
  protected readonly running = signal(false);
  protected readonly progress = signal<Progress | undefined>(undefined);
  protected readonly problem = signal<Problem | undefined>(undefined);
  protected readonly knownFits = computed(
    () => this.known().trim() === '' || checkpointIn(this.known()) !== undefined,
  );
  protected readonly checkpoint = computed(() => {
    const last = this.progress()?.verdict.last;
    return last === undefined ? '' : `${last.number}:${last.hash}`;
  });

  protected type(event: Event): void {
    this.known.set((event.target as HTMLInputElement).value);
  }

  protected async verify(): Promise<void> {
    if (this.running() || !this.knownFits()) return;
    this.running.set(true);
    this.problem.set(undefined);
    this.progress.set(undefined);
    const known = checkpointIn(this.known());
    try {
      let from: number | undefined = 1;
      let checked = 0;
      while (from !== undefined) {
        const verdict: AuditVerdict = await this.api.verify(from, known);
        checked += verdict.checked;
        this.progress.set({ checked, verdict });
        from = verdict.intact ? verdict.nextFrom : undefined;
      }
    } catch (error) {
      // Half an answer would look like a whole one.
      this.progress.set(undefined);
      this.problem.set(toProblem(error));
    } finally {
      this.running.set(false);
    }
  }

  protected async copy(): Promise<void> {
    await navigator.clipboard.writeText(this.checkpoint());
    this.toasts.tell(this.t('common.copied'));
  }
}
