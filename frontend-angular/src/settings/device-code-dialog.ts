import { DialogRef } from '@angular/cdk/dialog';
import { ChangeDetectionStrategy, Component, computed, DestroyRef, inject, signal } from '@angular/core';
import { BarryIcon } from '../design/icon';
import { DialogFrame } from '../design/dialog-frame';
import { ProblemNote } from '../design/problem-note';
import { QrCode } from '../design/qr-code';
import { Texts } from '../design/text/texts';
import { Clock } from '../design/time/clock';
import { Toasts } from '../design/toasts';
import type { DeviceCode } from '../generated/api/models';
import { liveQuery } from '../session/live-query';
import { type Problem, toProblem } from '../session/problem';
import { AccountApi } from './account-api';

/** A QR code that signs one phone in as oneself; says so when it did, and ends when it is closed. */
@Component({
  selector: 'barry-device-code-dialog',
  imports: [BarryIcon, DialogFrame, ProblemNote, QrCode],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'contents' },
  template: `
    <barry-dialog [title]="t('deviceCode.title')">
      <div class="form">
        @if (status.value()?.device; as device) {
          <p role="status" class="c-taken">
            <svg barryIcon="check"></svg> {{ t('deviceCode.done', { name: device.name }) }}
          </p>
        } @else if (problem(); as failure) {
          <barry-problem [failure]="failure" [retry]="true" (again)="show()" />
        } @else if (isOver()) {
          <p>{{ t('deviceCode.over') }}</p>
          <button type="button" class="btn pri" (click)="show()">{{ t('deviceCode.another') }}</button>
        } @else if (code(); as shown) {
          <p class="t2">{{ t('deviceCode.lead') }}</p>
          <barry-qr [text]="shown.url" [label]="t('deviceCode.qr')" />
          <p class="t3 mono">{{ t('deviceCode.left', { seconds: left() }) }}</p>
        }
      </div>
      <ng-container foot>
        @if (code(); as shown) {
          @if (!isOver() && !status.value()?.device) {
            <button type="button" class="btn" (click)="copy(shown.url)">
              <svg barryIcon="copy"></svg>{{ t('deviceCode.copy') }}
            </button>
          }
        }
        <span class="grow"></span>
        <button type="button" class="btn" (click)="dialog.close()">{{ t('common.close') }}</button>
      </ng-container>
    </barry-dialog>
  `,
})
export class DeviceCodeDialog {
  private readonly api = inject(AccountApi);
  private readonly toasts = inject(Toasts);
  private readonly clock = inject(Clock);
  protected readonly dialog = inject(DialogRef);
  protected readonly t = inject(Texts).t;
  protected readonly code = signal<DeviceCode | undefined>(undefined);
  protected readonly problem = signal<Problem | undefined>(undefined);
  protected readonly status = liveQuery({
    params: () => this.code()?.deviceCodeId,
    load: (deviceCodeId) => this.api.deviceCodeStatus(deviceCodeId),
    when: (event) => event.kind === 'device.enrolled',
  });
  protected readonly left = computed(() =>
    Math.max(0, Math.ceil((Date.parse(this.code()?.expiresAt ?? '') - this.clock.now()) / 1000)),
  );
  protected readonly isOver = computed(
    () => this.code() !== undefined && (this.left() === 0 || this.status.value()?.status === 'over'),
  );

  constructor() {
    void this.show();
    inject(DestroyRef).onDestroy(() => {
      const shown = this.code();
      if (shown !== undefined && this.status.value()?.status !== 'used')
        void this.api.revokeDeviceCode(shown.deviceCodeId).catch(() => undefined);
    });
  }

  protected async show(): Promise<void> {
    this.problem.set(undefined);
    try {
      this.code.set(await this.api.deviceCode());
    } catch (error) {
      this.problem.set(toProblem(error));
    }
  }

  protected async copy(text: string): Promise<void> {
    await navigator.clipboard.writeText(text);
    this.toasts.tell(this.t('common.copied'));
  }
}
