import { Component, computed, inject, input, signal } from '@angular/core';
import { Router } from '@angular/router';
import { IonContent, IonFooter } from '@ionic/angular';
import type { CheckId, Level } from '@barry/native-call';
import { FocusableContent } from '../design/focusable-content';
import { Icon, type IconName } from '../design/icon';
import { Device } from '../ringing/device';
import { Session } from '../session/session';
import type { PlainKey } from '../texts/text-types';
import { Texts } from '../texts/texts';

interface Line {
  readonly check: CheckId;
  readonly icon: IconName;
  readonly name: PlainKey;
  readonly why: PlainKey;
}

/** One gesture for everything that a browser asks one for. */
@Component({
  selector: 'bar-enable-page',
  imports: [FocusableContent, Icon, IonContent, IonFooter],
  host: { class: 'ion-page' },
  templateUrl: './enable-page.html',
  styleUrl: './enable-page.css',
})
export class EnablePage {
  private readonly device = inject(Device);
  private readonly session = inject(Session);
  private readonly router = inject(Router);
  protected readonly t = inject(Texts).t;

  readonly then = input<string>();
  protected readonly tried = signal(false);
  protected readonly working = signal(false);
  protected readonly lines: readonly Line[] = [
    { check: 'audioUnlocked', icon: 'bell', name: 'enable.sound', why: 'enable.soundWhy' },
    { check: 'notifications', icon: 'phone', name: 'enable.notifications', why: 'enable.notificationsWhy' },
    { check: 'webPush', icon: 'send', name: 'enable.push', why: 'enable.pushWhy' },
  ];
  protected readonly audible = computed(() => this.level('audioUnlocked') === 'ok');
  protected readonly verdict = computed((): PlainKey => {
    if (this.level('webPush') === 'ok' && this.level('notifications') === 'ok') return 'enable.ready';
    return this.audible() ? 'enable.partly' : 'enable.not';
  });
  protected readonly blocked = computed(
    () =>
      this.tried() &&
      this.device.readiness()?.checks.find(({ id }) => id === 'notifications')?.detail === 'denied',
  );

  protected level(check: CheckId): Level {
    return this.device.readiness()?.checks.find(({ id }) => id === check)?.level ?? 'unknown';
  }

  protected why(line: Line): string {
    const noPush = line.check === 'webPush' && this.tried() && this.level('webPush') !== 'ok';
    return this.t(
      noPush || (line.check === 'webPush' && !this.session.vapidPublicKey()) ? 'enable.pushOff' : line.why,
    );
  }

  protected async enable(): Promise<void> {
    this.working.set(true);
    try {
      await this.device.enable();
    } finally {
      this.tried.set(true);
      this.working.set(false);
    }
  }

  protected async go(): Promise<void> {
    await this.router.navigateByUrl(this.then() ?? '/now', { replaceUrl: true });
  }
}
