import { Component, computed, effect, inject, untracked } from '@angular/core';
import { Router } from '@angular/router';
import { NativeCall } from '@barry/native-call';
import { IonApp, IonRouterOutlet } from '@ionic/angular';
import type { DutyList } from '../generated/api/models';
import { isOnDuty } from './duty/my-duty';
import { InformBar } from './informs/inform-bar';
import { Informs } from './informs/informs';
import { Device } from './ringing/device';
import { RingStore } from './ringing/ring-store';
import { Clock } from './session/clock';
import { kept } from './session/kept';
import { Live } from './session/live';
import { Session } from './session/session';
import { Texts } from './texts/texts';

@Component({
  selector: 'bar-root',
  imports: [InformBar, IonApp, IonRouterOutlet],
  template: `
    <ion-app>
      @if (session.signedIn() && live.silent()) {
        <p class="silent" role="alert">{{ t('app.noServer') }}</p>
      }
      @if (session.signedIn() && !calling()) {
        <bar-inform-bar />
      }
      <ion-router-outlet />
    </ion-app>
  `,
  styles: `
    /* Above everything: a phone that cannot be rung must say so. */
    .silent {
      position: relative;
      z-index: 1;
      flex: none;
      padding: calc(10px + var(--safe-top)) var(--gutter) 10px;
      background: light-dark(#c4161c, #8f0f14);
      color: #fff;
      font-weight: 600;
      font-size: 14px;
      text-align: center;
    }
    ion-app {
      display: flex;
      flex-direction: column;
    }
    ion-router-outlet {
      position: relative;
      flex: 1;
      min-height: 0;
    }
  `,
})
export class App {
  private readonly router = inject(Router);
  private readonly rings = inject(RingStore);
  protected readonly session = inject(Session);
  protected readonly live = inject(Live);
  private readonly clock = inject(Clock);
  private readonly texts = inject(Texts);
  protected readonly t = this.texts.t;

  /** Changes only with the ring and its phase: who looks something up while reading is left in peace. */
  protected readonly calling = computed(() => {
    const ring = this.rings.ring();
    return ring && ring.phase !== 'over' ? `${ring.ringId} ${ring.phase}` : undefined;
  });

  constructor() {
    // Made here, so that this device rings from the first moment.
    inject(Device);
    inject(Informs);
    effect(() => {
      const calling = this.calling();
      if (calling === undefined) return;
      untracked(() => {
        const place = `/ring/${calling.split(' ')[0]}`;
        if (this.router.url.startsWith(place)) return;
        if (!this.router.url.startsWith('/ring/')) this.rings.cameFrom = this.router.url;
        void this.router.navigateByUrl(place);
      });
    });
    // A tab among many says by its title that it rings.
    effect(() => {
      const ring = this.rings.ring();
      document.title =
        ring?.phase === 'ringing'
          ? `${this.texts.word('severity', ring.card.severity)}: ${ring.card.title}`
          : this.t('app.name');
    });
    // Whoever is on duty behind a dead line must hear it, not find out.
    effect(() => {
      if (!this.live.silent() || !this.session.signedIn()) return;
      untracked(() => {
        const duties = kept<DutyList>('barry.cache.duties').get()?.duties ?? [];
        if (!isOnDuty(duties, this.session.userId(), this.clock.time())) return;
        void NativeCall.ringTest({ seconds: 2, severity: 'info' }).catch(() => undefined);
      });
    });
    effect(() => {
      if (this.session.signedIn()) return;
      untracked(() => {
        if (this.router.navigated && !this.router.url.startsWith('/sign-in')) {
          void this.router.navigateByUrl('/sign-in', { replaceUrl: true });
        }
      });
    });
  }
}
