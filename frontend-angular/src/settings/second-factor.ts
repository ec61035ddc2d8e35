import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core';
import { FormsModule } from '@angular/forms';
import { ProblemNote } from '../design/problem-note';
import { QrCode } from '../design/qr-code';
import { RecoveryCodeList } from '../design/recovery-code-list';
import { Texts } from '../design/text/texts';
import { Clock } from '../design/time/clock';
import { Toasts } from '../design/toasts';
import type { FactorSecret } from '../generated/api/models';
import { liveQuery } from '../session/live-query';
import { type Problem, toProblem } from '../session/problem';
import { AccountApi } from './account-api';

/** Own second factor: on, off, and what opens the door when the phone is lost. */
@Component({
  selector: 'barry-second-factor',
  imports: [FormsModule, ProblemNote, QrCode, RecoveryCodeList],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'contents' },
  template: `
    <section class="set">
      <h2>{{ t('factor.title') }}</h2>
      @if (query.value(); as state) {
        <p class="t2">
          @if (state.enabled) {
            {{ t('factor.on', { time: clock.short(state.since ?? '') }) }}
            {{ texts.count('factor.left', state.recoveryCodesLeft) }}
          } @else {
            {{ t('factor.off') }}
          }
          @if (state.required) {
            {{ t('factor.isRequired') }}
          }
        </p>
        @if (codes(); as shown) {
          <barry-recovery-codes [codes]="shown" />
          <p>
            <button type="button" class="btn" (click)="codes.set(undefined)">{{ t('factor.kept') }}</button>
          </p>
        }
        @if (!state.enabled && !secret()) {
          <p>
            <button type="button" class="btn" (click)="begin()">{{ t('factor.begin') }}</button>
          </p>
        }
        @if (secret(); as given) {
          <p><barry-qr [text]="given.address" [label]="t('factor.qr')" /></p>
          <p class="t2">
            {{ t('factor.byHand') }} <code class="mono" tabindex="0">{{ given.secret }}</code>
          </p>
          <p class="t2">{{ t('factor.then') }}</p>
        } @else if (state.enabled) {
          <p class="t2">{{ t('factor.withCode') }}</p>
        }
        @if (state.enabled || secret()) {
          <form class="row-fields" (ngSubmit)="submit()">
            <label class="field">
              <span>{{ t('factor.code') }}</span>
              <input
                name="factor"
                maxlength="40"
                autocomplete="one-time-code"
                autocapitalize="none"
                spellcheck="false"
                [(ngModel)]="code"
              />
            </label>
            @if (secret()) {
              <button type="submit" class="btn pri" [disabled]="!ready()">{{ t('factor.confirm') }}</button>
            } @else {
              <button type="submit" class="btn" [disabled]="!ready()">{{ t('factor.renew') }}</button>
              <button type="button" class="btn" [disabled]="!ready()" (click)="remove()">
                {{ t('factor.remove') }}
              </button>
            }
          </form>
        }
      }
      @if (problem() ?? query.problem(); as failure) {
        <barry-problem [failure]="failure" />
        @if (minutesOff(); as minutes) {
          <p class="t2">{{ t('factor.clock', { minutes }) }}</p>
        }
      }
    </section>
  `,
})
export class SecondFactorSection {
  private readonly api = inject(AccountApi);
  private readonly toasts = inject(Toasts);
  protected readonly clock = inject(Clock);
  protected readonly texts = inject(Texts);
  protected readonly t = this.texts.t;
  protected readonly secret = signal<FactorSecret | undefined>(undefined);
  protected readonly codes = signal<readonly string[] | undefined>(undefined);
  protected readonly code = signal('');
  protected readonly ready = computed(() => this.code().trim().length >= 6);
  protected readonly problem = signal<Problem | undefined>(undefined);
  protected readonly minutesOff = computed(() => {
    const off = this.problem()?.details['minutesOff'];
    return typeof off === 'number' ? Math.abs(off) : 0;
  });
  protected readonly query = liveQuery({ params: () => 'mine', load: () => this.api.secondFactor() });

  protected begin(): Promise<void> {
    return this.act(async () => this.secret.set(await this.api.startFactor()));
  }

  protected submit(): Promise<void> {
    return this.act(async (code) => {
      if (this.secret() === undefined) {
        this.codes.set(await this.api.renewCodes(code));
        return;
      }
      const codes = await this.api.confirmFactor(code);
      // First what is so now: beside the codes “Off” would be a fright.
      await this.query.again();
      this.codes.set(codes);
      this.secret.set(undefined);
      this.toasts.tell(this.t('factor.isOn'));
    });
  }

  protected remove(): Promise<void> {
    return this.act(async (code) => {
      await this.api.removeFactor(code);
      this.codes.set(undefined);
      this.toasts.tell(this.t('factor.isOff'));
    });
  }

  private async act(work: (code: string) => Promise<void>): Promise<void> {
    this.problem.set(undefined);
    try {
      await work(this.code().trim());
    } catch (error) {
      this.problem.set(toProblem(error));
    }
    this.code.set('');
    this.query.refresh();
  }
}
