import { Component, computed, inject, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { IonContent, IonFooter } from '@ionic/angular';
import { type Level, NativeCall, type ReadinessCheck } from '@barry/native-call';
import { RingMe } from './ring-me';
import { FocusableContent } from '../design/focusable-content';
import { Icon, type IconName } from '../design/icon';
import { Times } from '../design/times';
import { Device } from '../ringing/device';
import { Live } from '../session/live';
import { Session } from '../session/session';
import { Texts } from '../texts/texts';

interface Line {
  readonly id: string;
  readonly level: Level;
  readonly name: string;
  readonly detail: string;
  readonly fixable: boolean;
}

const TEST_SECONDS = 8;

/** Will it ring, and if not, why; each red line with the button that mends it. */
@Component({
  selector: 'bar-readiness-page',
  imports: [FocusableContent, Icon, IonContent, IonFooter, RingMe, RouterLink],
  host: { class: 'ion-page' },
  templateUrl: './readiness-page.html',
  styleUrl: './readiness-page.css',
})
export class ReadinessPage {
  private readonly texts = inject(Texts);
  private readonly times = inject(Times);
  private readonly device = inject(Device);
  private readonly live = inject(Live);
  private readonly session = inject(Session);
  protected readonly t = this.texts.t;
  protected readonly ringing = signal(false);

  protected readonly lines = computed((): readonly Line[] => {
    const checks = this.device.readiness()?.checks ?? [];
    return [...checks.map((check) => this.line(check)), this.stream()].sort(
      (a, b) => RANK[b.level] - RANK[a.level],
    );
  });
  protected readonly worst = computed(() => this.lines()[0]?.level ?? 'unknown');
  protected readonly tone = computed(() =>
    this.worst() === 'fail' ? 'critical' : this.worst() === 'warn' ? 'warning' : 'taken',
  );
  protected readonly verdict = computed(() => {
    if (this.worst() === 'fail') return this.t('check.verdictFail');
    return this.t(this.worst() === 'warn' ? 'check.verdictWarn' : 'check.verdictOk');
  });
  protected readonly toMend = computed(() => this.lines().filter(({ level }) => level === 'fail').length);
  protected readonly count = this.texts.count;

  ionViewWillEnter(): void {
    void this.device.check();
  }

  protected icon(level: Level): IconName {
    return level === 'fail' ? 'bad' : level === 'warn' ? 'warn' : 'ok';
  }

  protected toneOf(level: Level): string {
    return level === 'fail'
      ? 'critical'
      : level === 'warn'
        ? 'warning'
        : level === 'ok'
          ? 'taken'
          : 'unknown';
  }

  protected async fix(): Promise<void> {
    await this.device.enable();
  }

  protected async again(): Promise<void> {
    await this.device.check();
  }

  protected async testRing(): Promise<void> {
    if (this.ringing()) {
      this.ringing.set(false);
      await NativeCall.stopRingTest();
      return;
    }
    await this.device.enable();
    this.ringing.set(true);
    await NativeCall.ringTest({ seconds: TEST_SECONDS });
    setTimeout(() => this.ringing.set(false), TEST_SECONDS * 1_000);
  }

  private stream(): Line {
    const isLive = this.live.state() === 'live';
    return {
      id: 'stream',
      level: isLive ? 'ok' : 'fail',
      name: this.t('check.stream'),
      detail: this.t(isLive ? 'check.streamOk' : 'check.streamBad'),
      fixable: false,
    };
  }

  private line(check: ReadinessCheck): Line {
    return {
      id: check.id,
      level: check.level,
      // Without the server's key there is nothing to subscribe with.
      fixable:
        check.fix === 'request' &&
        check.level !== 'ok' &&
        (check.id !== 'webPush' || this.session.vapidPublicKey() !== undefined),
      ...this.words(check),
    };
  }

  private words({ id, level, detail }: ReadinessCheck): Pick<Line, 'name' | 'detail'> {
    const { t } = this;
    const ok = level === 'ok';
    switch (id) {
      case 'notifications':
        return {
          name: t('check.notifications'),
          detail: t(
            ok
              ? 'check.notificationsOk'
              : detail === 'denied'
                ? 'check.notificationsDenied'
                : detail === 'unsupported'
                  ? 'check.notificationsNone'
                  : 'check.notificationsBad',
          ),
        };
      case 'audioUnlocked':
        return {
          name: t('check.audioUnlocked'),
          detail: t(ok ? 'check.audioUnlockedOk' : 'check.audioUnlockedBad'),
        };
      case 'serviceWorker':
        return {
          name: t('check.serviceWorker'),
          detail: t(ok ? 'check.serviceWorkerOk' : 'check.serviceWorkerBad'),
        };
      case 'webPush':
        return { name: t('check.webPush'), detail: t(ok ? 'check.webPushOk' : 'check.webPushBad') };
      case 'network':
        return { name: t('check.network'), detail: t(ok ? 'check.networkOk' : 'check.networkBad') };
      case 'lastReceipt': {
        if (detail === undefined)
          return { name: t('check.lastReceipt'), detail: t('check.lastReceiptUnknown') };
        const ago = this.times.ago(detail);
        return {
          name: t('check.lastReceipt'),
          detail: t(ok ? 'check.lastReceiptOk' : 'check.lastReceiptBad', { ago }),
        };
      }
      default:
        // A check of a newer native side: its own name is better than silence.
        return { name: id, detail: detail ?? level };
    }
  }
}

const RANK: Readonly<Record<Level, number>> = { ok: 0, unknown: 1, warn: 2, fail: 3 };
