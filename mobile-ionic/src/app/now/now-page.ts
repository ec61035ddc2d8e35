import { Component, computed, inject } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { IonContent, IonFooter } from '@ionic/angular';
import { Api } from '../../generated/api/api';
import {
  getEscalation,
  listCalls,
  listDevices,
  listIncidents,
  onDuty,
  takeEscalation,
} from '../../generated/api/functions';
import { Avatar } from '../design/avatar';
import { FocusableContent } from '../design/focusable-content';
import { Icon, type IconName } from '../design/icon';
import { query } from '../design/query';
import { SeverityMark } from '../design/severity';
import { Tabs } from '../design/tabs';
import { Times } from '../design/times';
import { myDuty } from '../duty/my-duty';
import { Device } from '../ringing/device';
import { RingStore } from '../ringing/ring-store';
import { Clock } from '../session/clock';
import { Live } from '../session/live';
import { Sender } from '../session/sender';
import { Session } from '../session/session';
import { Texts } from '../texts/texts';
import { type Missed, missed, missedCalls } from './missed';

interface Verdict {
  readonly icon: IconName;
  readonly tone: 'taken' | 'warning' | 'critical';
  readonly title: string;
  readonly sub: string;
}

/** Am I on duty, will this device ring, what is open, and what did I miss. */
@Component({
  selector: 'bar-now-page',
  imports: [Avatar, FocusableContent, Icon, IonContent, IonFooter, RouterLink, SeverityMark, Tabs],
  host: { class: 'ion-page' },
  templateUrl: './now-page.html',
  styleUrl: './now-page.css',
})
export class NowPage {
  private readonly api = inject(Api);
  private readonly clock = inject(Clock);
  private readonly device = inject(Device);
  private readonly live = inject(Live);
  private readonly router = inject(Router);
  private readonly sender = inject(Sender);
  private readonly session = inject(Session);
  private readonly texts = inject(Texts);
  protected readonly rings = inject(RingStore);
  protected readonly times = inject(Times);
  protected readonly t = this.texts.t;
  protected readonly word = this.texts.word;

  protected readonly me = this.session.signedIn;
  private readonly duties = query(() => this.api.invoke(onDuty, {}), {
    keep: 'duties',
    on: ({ kind }) => kind.startsWith('schedule.'),
  });
  protected readonly incidents = query(() => this.api.invoke(listIncidents, { open: true, pageSize: 20 }), {
    keep: 'incidents',
    on: ({ kind }) => kind.startsWith('incident.'),
  });
  private readonly devices = query(() => this.api.invoke(listDevices, {}), {
    keep: 'devices',
    on: ({ kind }) => kind.startsWith('device.'),
  });
  protected readonly missed = query(() => this.readMissed(), {
    keep: 'missed',
    on: ({ kind }) => kind.startsWith('call.') || kind.startsWith('escalation.'),
  });

  protected readonly duty = computed(() => myDuty(this.duties.value()?.duties ?? [], this.session.userId()));
  protected readonly dutyKnown = computed(() => this.duties.value() !== undefined);
  protected readonly dutyPart = computed(() => {
    const { from, until } = this.duty();
    if (from === undefined || until === undefined) return 0;
    const [start, end] = [Date.parse(from), Date.parse(until)];
    return Math.min(100, Math.max(0, ((this.clock.now() - start) / (end - start)) * 100));
  });
  protected readonly dutyLeft = computed(() => {
    const { until } = this.duty();
    return until === undefined ? '' : this.times.duration(Date.parse(until) - this.clock.now());
  });
  protected readonly otherDevices = computed(
    () =>
      (this.devices.value()?.devices ?? []).filter(({ deviceId }) => deviceId !== this.session.deviceId())
        .length,
  );
  protected readonly verdict = computed(() => this.judge());
  protected readonly openRing = computed(() => {
    const ring = this.rings.ring();
    return ring && ring.phase !== 'over' ? ring : undefined;
  });

  ionViewWillEnter(): void {
    void this.missed.reload();
    void this.incidents.reload();
    void this.duties.reload();
    void this.device.check();
  }

  protected async take(item: Missed): Promise<void> {
    try {
      await this.sender.send((context) =>
        this.api.invoke(takeEscalation, { escalationId: item.escalationId }, context),
      );
    } finally {
      await this.missed.reload();
    }
  }

  protected fate(item: Missed): string {
    switch (item.fate) {
      case 'taken':
        return this.t('now.missedTaken', { names: item.takenBy.join(', ') });
      case 'still':
        return this.t('now.missedStill');
      case 'resolved':
        return this.t('now.missedResolved');
      case 'over':
        return this.t('now.missedOver');
    }
  }

  private judge(): Verdict {
    const readiness = this.device.readiness();
    const check = (id: string) => readiness?.checks.find((one) => one.id === id);
    const others =
      this.otherDevices() > 0 ? ` · ${this.texts.count('now.otherDevices', this.otherDevices())}` : '';
    const dead = check('audioUnlocked')?.level === 'fail' && check('notifications')?.level !== 'ok';
    if (dead || this.live.silent()) {
      return {
        icon: 'bad',
        tone: 'critical',
        title: this.t('now.deviceBad'),
        sub: this.t('now.deviceBadSub'),
      };
    }
    const last = check('lastReceipt')?.detail;
    const sub =
      last === undefined
        ? this.t('now.deviceOkNever')
        : this.t('now.deviceOkSub', { ago: this.times.ago(last) });
    if (check('webPush')?.level !== 'ok') {
      return { icon: 'warn', tone: 'warning', title: this.t('now.deviceWarn'), sub: sub + others };
    }
    return { icon: 'ok', tone: 'taken', title: this.t('now.deviceOk'), sub: sub + others };
  }

  private async readMissed(): Promise<readonly Missed[]> {
    const me = this.session.userId();
    const { calls } = await this.api.invoke(listCalls, { userId: me, pageSize: 50 });
    const found = await Promise.all(
      missedCalls(calls, this.clock.time()).map(async (call) =>
        missed(call, await this.api.invoke(getEscalation, { escalationId: call.escalationId }), me),
      ),
    );
    return found.filter((item) => item !== undefined);
  }

  protected async toRing(ringId: string): Promise<void> {
    await this.router.navigate(['/ring', ringId]);
  }
}
