import { Component, computed, inject, input, output, signal } from '@angular/core';
import { IonContent, IonFooter } from '@ionic/angular';
import type { RingAlert, RingCall } from '../../generated/api/models';
import { Avatar } from '../design/avatar';
import { FocusableContent } from '../design/focusable-content';
import { FocusFirst } from '../design/focus-first';
import { Icon } from '../design/icon';
import { SeverityMark } from '../design/severity';
import { Times } from '../design/times';
import { problemText } from '../session/problem';
import { Texts } from '../texts/texts';
import { CantSheet } from './cant-sheet';
import { DecideBar } from './decide-bar';
import { LastTime } from './last-time';
import { linkLabel } from './link-label';
import type { RingInHand } from './ring-in-hand';
import { RingStore } from './ring-store';

/** Answered: what, where, since when; and two answers at thumb height. */
@Component({
  selector: 'bar-message-screen',
  imports: [
    FocusFirst,
    Avatar,
    CantSheet,
    DecideBar,
    FocusableContent,
    Icon,
    IonContent,
    IonFooter,
    LastTime,
    SeverityMark,
  ],
  templateUrl: './message-screen.html',
  styleUrl: './message-screen.css',
})
export class MessageScreen {
  private readonly texts = inject(Texts);
  private readonly store = inject(RingStore);
  protected readonly times = inject(Times);
  protected readonly t = this.texts.t;
  protected readonly count = this.texts.count;

  readonly ring = input.required<RingInHand>();
  readonly call = input<RingCall>();
  readonly accepted = output();
  readonly declined = output<string>();

  protected readonly cant = signal(false);
  protected readonly sending = this.store.sending;
  protected readonly problem = computed(() => {
    const problem = this.store.problem();
    return problem && this.t('message.refused', { problem: this.t(problemText(problem)) });
  });
  protected readonly severity = computed(() => this.call()?.severity ?? this.ring().card.severity);
  protected readonly team = computed(() => this.call()?.team ?? this.ring().card.team);
  protected readonly title = computed(() => this.call()?.title ?? this.ring().card.title);
  protected readonly where = computed(() => {
    const alerts = this.call()?.alerts ?? [];
    return [...new Set(alerts.map(({ host }) => host).filter((host) => host !== undefined))].slice(0, 3);
  });
  protected readonly since = computed(() => {
    const starts = (this.call()?.alerts ?? []).map(({ startedAt }) => startedAt).sort();
    return starts[0] ?? this.call()?.startedAt;
  });
  protected readonly links = computed(() => {
    const seen = new Set<string>();
    return (this.call()?.alerts ?? [])
      .flatMap(({ links }) => links)
      .filter(({ url }) => /^https?:/.test(url) && !seen.has(url) && seen.add(url))
      .slice(0, 4)
      .map(({ kind, url }) => ({ url, text: this.t(linkLabel(kind)) }));
  });
  protected readonly taken = computed(() => this.call()?.takenBy ?? []);
  protected readonly ringingToo = computed(() =>
    (this.call()?.others ?? []).filter(({ status }) => status === 'calling' || status === 'reading'),
  );
  protected readonly takeText = computed(() =>
    this.t(this.taken().length > 0 ? 'message.joinAnyway' : 'message.take'),
  );

  protected subtitle(alert: RingAlert): string {
    return [alert.service, alert.host].filter(Boolean).join(' · ') || alert.description;
  }

  /** That nobody is called for this one alone any more, and until when; empty where that is not so. */
  protected quiet({ suppressed, suppressedUntil }: RingAlert): string {
    if (suppressed === undefined) return '';
    const why = this.texts.word('suppressed', suppressed);
    if (suppressedUntil === undefined) return why;
    return this.t('message.suppressed', { why, time: this.times.day(suppressedUntil) });
  }

  protected decline(reason: string): void {
    this.cant.set(false);
    this.declined.emit(reason);
  }

  protected take(): void {
    this.cant.set(false);
    this.accepted.emit();
  }
}
