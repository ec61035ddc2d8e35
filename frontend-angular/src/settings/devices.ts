import { Dialog } from '@angular/cdk/dialog';
import { ChangeDetectionStrategy, Component, inject, input } from '@angular/core';
import { Confirm } from '../design/confirm-dialog';
import { BarryIcon } from '../design/icon';
import { ProblemNote, problemText } from '../design/problem-note';
import { Texts } from '../design/text/texts';
import { Toasts } from '../design/toasts';
import type { Device } from '../generated/api/models';
import { liveQuery } from '../session/live-query';
import { toProblem } from '../session/problem';
import { DeviceCodeDialog } from './device-code-dialog';
import { ProofNote } from './proof-note';
import { SettingsApi } from './settings-api';

/** The devices of a person that can ring, and how sure that is. */
@Component({
  selector: 'barry-devices',
  imports: [BarryIcon, ProblemNote, ProofNote],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'contents' },
  template: `
    <section class="set">
      <h2>{{ t('devices.title') }}</h2>
      @if (query.problem(); as failure) {
        <barry-problem [failure]="failure" [retry]="true" (again)="query.refresh()" />
      }
      <ul class="set-list">
        @for (device of query.value(); track device.deviceId) {
          <li>
            <span
              [class]="
                device.readiness === 'ok'
                  ? 'c-taken'
                  : device.readiness === 'fail'
                    ? 'c-critical'
                    : 'c-warning'
              "
            >
              <svg [barryIcon]="device.variant === 'emergency' ? 'shield' : 'mobile'"></svg>
            </span>
            <span>
              <b>{{ device.name }}</b>
              <small class="t2">
                <!-- What says nothing of itself may have rung all the same. -->
                @if (device.readiness !== 'unknown' || device.proof?.state !== 'proved') {
                  {{ texts.word('readiness', device.readiness) }} ·
                }
                {{ texts.word('platform', device.platform) }} ·
                {{ device.connected ? t('devices.connected') : t('devices.away') }}
              </small>
              @if (device.proof; as proof) {
                <small class="t2"><barry-proof [proof]="proof" /></small>
              }
              @for (check of failing(device); track check.check) {
                <small class="c-critical"
                  >{{ check.check }}{{ check.detail ? ': ' + check.detail : '' }}</small
                >
              }
            </span>
            <span class="r">
              @if (device.platform === 'web' && userId() === '') {
                <label class="check-label">
                  <input type="checkbox" [checked]="device.trusted" (change)="trust(device)" />{{
                    t('devices.trust')
                  }}
                </label>
              }
              <button
                type="button"
                class="btn sm ghost"
                [attr.aria-label]="t('picker.remove', { name: device.name })"
                (click)="remove(device)"
              >
                <svg barryIcon="trash" class="s14"></svg>
              </button>
            </span>
          </li>
        } @empty {
          <li class="t3">{{ t('now.noPhone') }}</li>
        }
      </ul>
      @if (userId() === '') {
        <p class="row-fields">
          <button type="button" class="btn" (click)="showCode()">
            <svg barryIcon="mobile"></svg>{{ t('deviceCode.open') }}
          </button>
          <a class="btn" href="/app/" target="_blank" rel="noopener"
            ><svg barryIcon="mobile"></svg>{{ t('devices.add') }}</a
          >
        </p>
      }
    </section>
  `,
})
export class Devices {
  /** Empty: oneself. */
  readonly userId = input('');
  private readonly api = inject(SettingsApi);
  private readonly toasts = inject(Toasts);
  private readonly confirm = inject(Confirm);
  private readonly dialog = inject(Dialog);
  protected readonly texts = inject(Texts);
  protected readonly t = this.texts.t;
  protected readonly query = liveQuery({
    params: this.userId,
    load: (userId) => this.api.devices(userId),
    when: (event) => event.kind.startsWith('device') || event.kind === 'call.changed',
  });

  protected failing(device: Device): Device['checks'] {
    return device.checks.filter((check) => check.level === 'fail');
  }

  protected showCode(): void {
    this.dialog.open(DeviceCodeDialog, { backdropClass: 'backdrop', panelClass: 'dialog-panel' });
  }

  protected trust(device: Device): Promise<void> {
    return this.act(() => this.api.trustDevice(device.deviceId, !device.trusted));
  }

  protected async remove(device: Device): Promise<void> {
    const sure = await this.confirm.ask({
      title: device.name,
      text: this.t('devices.confirmRemove'),
      does: this.t('devices.remove'),
    });
    if (sure) await this.act(() => this.api.removeDevice(device.deviceId));
  }

  private async act(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.toasts.fail(problemText(toProblem(error), this.texts));
    }
    this.query.refresh();
  }
}
