import { ChangeDetectionStrategy, Component, computed, inject, input, output, signal } from '@angular/core';
import { FormsModule } from '@angular/forms';
import { ProblemNote } from '../design/problem-note';
import { QrCode } from '../design/qr-code';
import { RecoveryCodeList } from '../design/recovery-code-list';
import { Texts } from '../design/text/texts';
import type { FactorSecret } from '../generated/api/models';
import { type Problem, toProblem } from '../session/problem';
import { type NextOfSignIn, Session } from '../session/session';

/** After the password: a code, or a second factor is set up first because the organisation asks for one. */
@Component({
  selector: 'barry-second-step',
  imports: [FormsModule, ProblemNote, QrCode, RecoveryCodeList],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'contents' },
  template: `
    @if (codes(); as shown) {
      <barry-recovery-codes [codes]="shown" />
      <button type="button" class="btn pri big" (click)="done.emit()">{{ t('factor.kept') }}</button>
    } @else {
      @if (isEnrolling()) {
        <p class="t2">{{ t('factor.required') }}</p>
        @if (secret(); as given) {
          <barry-qr [text]="given.address" [label]="t('factor.qr')" />
          <p class="t2">
            {{ t('factor.byHand') }} <code class="mono" tabindex="0">{{ given.secret }}</code>
          </p>
        } @else {
          <button type="button" class="btn pri big" [disabled]="busy()" (click)="begin()">
            {{ t('factor.begin') }}
          </button>
        }
      } @else {
        <p class="t2">{{ t('factor.ask') }}</p>
      }
      @if (!isEnrolling() || secret()) {
        <form class="form" (ngSubmit)="submit()">
          <label class="field">
            <span>{{ t('factor.code') }}</span>
            <input
              name="code"
              required
              maxlength="40"
              autocomplete="one-time-code"
              autocapitalize="none"
              spellcheck="false"
              [attr.inputmode]="isEnrolling() ? 'numeric' : 'text'"
              aria-describedby="code-hint"
              [(ngModel)]="code"
            />
            @if (!isEnrolling()) {
              <small id="code-hint" class="t3">{{ t('factor.lost') }}</small>
            }
          </label>
          <button type="submit" class="btn pri big" [disabled]="busy() || code().trim().length < 6">
            {{ t('signIn.submit') }}
          </button>
        </form>
      }
      @if (problem(); as failure) {
        <barry-problem [failure]="failure" />
        @if (minutesOff(); as minutes) {
          <p class="t2">{{ t('factor.clock', { minutes }) }}</p>
        }
      }
      <button type="button" class="btn ghost" (click)="back.emit()">{{ t('factor.back') }}</button>
    }
  `,
})
export class SecondStep {
  readonly step = input.required<NextOfSignIn>();
  readonly done = output();
  readonly back = output();
  private readonly session = inject(Session);
  protected readonly t = inject(Texts).t;
  protected readonly isEnrolling = computed(() => this.step().next === 'enrol');
  protected readonly secret = signal<FactorSecret | undefined>(undefined);
  protected readonly codes = signal<readonly string[] | undefined>(undefined);
  protected readonly code = signal('');
  protected readonly busy = signal(false);
  protected readonly problem = signal<Problem | undefined>(undefined);
  /** Only said while it is set up. */
  protected readonly minutesOff = computed(() => {
    const off = this.problem()?.details['minutesOff'];
    return typeof off === 'number' ? Math.abs(off) : 0;
  });

  protected begin(): Promise<void> {
    return this.act(async () => this.secret.set(await this.session.startFactor(this.step().ticket)));
  }

  protected submit(): Promise<void> {
    const { ticket } = this.step();
    const code = this.code().trim();
    return this.act(async () => {
      if (this.isEnrolling()) {
        this.codes.set(await this.session.confirmFactor(ticket, code));
        return;
      }
      await this.session.confirmSignIn(ticket, code);
      this.done.emit();
    });
  }

  private async act(work: () => Promise<void>): Promise<void> {
    if (this.busy()) return;
    this.busy.set(true);
    this.problem.set(undefined);
    try {
      await work();
    } catch (error) {
      this.problem.set(toProblem(error));
      this.code.set('');
    } finally {
      this.busy.set(false);
    }
  }
}
