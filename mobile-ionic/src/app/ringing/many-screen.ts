import { Component, computed, inject, input, output, signal } from '@angular/core';
import { IonContent, IonFooter } from '@ionic/angular';
import type { RingCall } from '../../generated/api/models';
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
import { type RingInHand, openCalls } from './ring-in-hand';
import { RingStore } from './ring-store';

/** Several escalations behind one ring: each by itself, or all at once. */
@Component({
  selector: 'bar-many-screen',
  imports: [
    FocusFirst,
    Avatar,
    CantSheet,
    DecideBar,
    FocusableContent,
    Icon,
    IonContent,
    IonFooter,
    SeverityMark,
  ],
  templateUrl: './many-screen.html',
  styleUrl: './many-screen.css',
})
export class ManyScreen {
  private readonly texts = inject(Texts);
  private readonly store = inject(RingStore);
  protected readonly times = inject(Times);
  protected readonly t = this.texts.t;

  readonly ring = input.required<RingInHand>();
  /** Without a call it is all that are open. */
  readonly accepted = output<RingCall | undefined>();
  readonly declined = output<{ call: RingCall | undefined; reason: string }>();

  protected readonly sending = this.store.sending;
  protected readonly problem = computed(() => {
    const problem = this.store.problem();
    return problem && this.t('message.refused', { problem: this.t(problemText(problem)) });
  });
  protected readonly open = computed(() => openCalls(this.ring()));
  protected readonly until = computed(
    () =>
      this.open()
        .map(({ decideBy }) => decideBy)
        .sort()[0],
  );
  /** A name that all of them carry: perhaps one cause. */
  protected readonly shared = computed(() => {
    const named = this.ring().calls.map(namesOf);
    return named.length < 2
      ? undefined
      : named[0]?.find((name) => named.every((names) => names.includes(name)));
  });
  /** Of which call the reason is asked; `all` of the whole ring. */
  protected readonly asking = signal<RingCall | 'all' | undefined>(undefined);

  protected state(call: RingCall): string {
    const decided = this.ring().decided[call.callId];
    if (decided !== undefined) return this.t(decided === 'accepted' ? 'many.taken' : 'many.declined');
    if (call.takenBy.length > 0) return this.t('many.gone', { names: call.takenBy.join(', ') });
    return call.status === 'calling' || call.status === 'reading' ? '' : this.t('ring.stateCancelled');
  }

  protected decline(reason: string): void {
    const asked = this.asking();
    this.asking.set(undefined);
    this.declined.emit({ call: asked === 'all' ? undefined : asked, reason });
  }

  protected take(): void {
    const asked = this.asking();
    this.asking.set(undefined);
    this.accepted.emit(asked === 'all' ? undefined : asked);
  }
}

const namesOf = (call: RingCall): string[] =>
  [
    call.service,
    ...call.alerts.flatMap(({ host, service, title }) => [host, service, ...title.split(/[\s,、]+/)]),
    ...call.title.split(/[\s,、]+/),
  ].filter((name): name is string => name !== undefined && /^[a-z][\w.]*-[\w.-]*\w$/i.test(name));
