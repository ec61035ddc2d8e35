import { Component, DestroyRef, computed, effect, inject, signal } from '@angular/core';
import { Api } from '../../generated/api/api';
import { listDevices, listTestRings, startTestRings } from '../../generated/api/functions';
import type { TestRing } from '../../generated/api/models';
import { Icon } from '../design/icon';
import { query } from '../design/query';
import { Times } from '../design/times';
import { Device } from '../ringing/device';
import { problemOf, problemText } from '../session/problem';
import { Session } from '../session/session';
import { Texts } from '../texts/texts';

const LOOK_MS = 500;

/** The ring of the night, tried by day: from the server, by the way of the real one. */
@Component({
  selector: 'bar-ring-me',
  imports: [Icon],
  styleUrl: './ring-me.css',
  template: `
    <h2 class="sec">{{ t('ringMe.title') }}</h2>
    <p class="pad dim">{{ t('ringMe.lead') }}</p>
    @if (proof(); as proof) {
      <p class="pad" [class.wrong]="proof.state === 'failing'" [class.proof]="proof.state === 'proved'">
        {{ texts.word('proof', proof.state) }}
        @if (proof.lastRangAt; as at) {
          <span class="dim">{{ times.ago(at) }}, {{ t('ringMe.ms', { ms: proof.msToRing ?? 0 }) }}</span>
        }
      </p>
    }
    <p class="pad ways">
      <button type="button" class="btn" [disabled]="isBusy()" (click)="ring('here')">
        <bar-icon name="bell" />{{ t('ringMe.here') }}
      </button>
      <button type="button" class="btn" [disabled]="isBusy()" (click)="ring('everything')">
        {{ t('ringMe.everything') }}
      </button>
    </p>
    @if (wrong()) {
      <p class="wrong pad" role="alert">{{ wrong() }}</p>
    }
    <ul class="rows" aria-live="polite">
      @for (test of newest(); track test.testRingId) {
        <li>
          <span class="t">
            <b>{{ test.deviceName ?? t('ringMe.telephone') }}</b>
            <span class="sub">{{ times.ago(test.startedAt) }}</span>
            @for (mark of test.stages; track mark.stage) {
              <span class="stage" [class.proof]="mark.stage === 'ringing'"
                ><span>{{ texts.word('testStage', mark.stage) }}</span
                ><span class="tnum">{{ t('ringMe.ms', { ms: mark.ms }) }}</span></span
              >
            }
            @if (test.trouble; as trouble) {
              <span class="sub" [class.wrong]="trouble.problem !== 'not-answered'">{{ trouble.reason }}</span>
              <span class="sub">{{ trouble.advice }}</span>
            }
          </span>
        </li>
      }
    </ul>
  `,
})
export class RingMe {
  private readonly api = inject(Api);
  private readonly device = inject(Device);
  private readonly session = inject(Session);
  protected readonly texts = inject(Texts);
  protected readonly times = inject(Times);
  protected readonly t = this.texts.t;
  private readonly asking = signal(false);
  protected readonly wrong = signal('');
  private readonly tests = query(() => this.api.invoke(listTestRings, { locale: this.texts.language() }), {
    on: ({ kind }) => kind === 'call.changed' || kind === 'ring.changed',
  });
  private readonly devices = query(() => this.api.invoke(listDevices, {}), {
    on: ({ kind }) => kind === 'call.changed',
  });
  /** Of this device. */
  protected readonly proof = computed(
    () => this.devices.value()?.devices.find(({ deviceId }) => deviceId === this.session.deviceId())?.proof,
  );
  /** Of each way the last. */
  protected readonly newest = computed((): readonly TestRing[] => {
    const all = [...(this.tests.value()?.testRings ?? [])].reverse();
    return [...new Map(all.map((test) => [test.deviceId ?? test.channel, test])).values()].reverse();
  });
  private readonly isLive = computed(() => this.newest().some(({ live }) => live));
  protected readonly isBusy = computed(() => this.asking() || this.isLive());

  constructor() {
    let timer: ReturnType<typeof setInterval> | undefined;
    inject(DestroyRef).onDestroy(() => clearInterval(timer));
    effect(() => {
      clearInterval(timer);
      if (this.isLive()) timer = setInterval(() => void this.tests.reload(), LOOK_MS);
    });
  }

  protected async ring(what: 'here' | 'everything'): Promise<void> {
    this.wrong.set('');
    this.asking.set(true);
    try {
      await this.device.enable();
      const body = what === 'here' ? { deviceIds: [this.session.deviceId()] } : {};
      await this.api.invoke(startTestRings, { body: { ...body, locale: this.texts.language() } });
    } catch (error) {
      const problem = problemOf(error);
      if (problem.code === 'TEST_RING_TOO_SOON') this.wrong.set(this.t('ringMe.tooSoon'));
      else if (problem.code === 'RINGS_ALREADY') this.wrong.set(this.t('ringMe.busy'));
      else this.wrong.set(this.t(problemText(problem)));
    } finally {
      this.asking.set(false);
    }
    await this.tests.reload();
  }
}
