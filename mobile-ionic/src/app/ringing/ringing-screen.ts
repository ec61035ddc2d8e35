import {
  Component,
  type ElementRef,
  afterNextRender,
  computed,
  inject,
  input,
  output,
  viewChild,
} from '@angular/core';
import { Avatar } from '../design/avatar';
import { Icon } from '../design/icon';
import { SeverityMark } from '../design/severity';
import { Times } from '../design/times';
import { Texts } from '../texts/texts';
import { OthersCalled } from './others-called';
import { type RingInHand, openCalls } from './ring-in-hand';

/** It rings. Who calls, how bad, what broke, who else is called; and one solid thing to press. */
@Component({
  selector: 'bar-ringing-screen',
  imports: [Avatar, Icon, OthersCalled, SeverityMark],
  templateUrl: './ringing-screen.html',
  styleUrl: './ringing-screen.css',
})
export class RingingScreen {
  private readonly texts = inject(Texts);
  private readonly times = inject(Times);
  protected readonly t = this.texts.t;

  readonly ring = input.required<RingInHand>();
  readonly soundLocked = input(false);
  readonly answered = output();
  readonly declined = output();
  readonly silenced = output();

  private readonly answerButton = viewChild.required<ElementRef<HTMLButtonElement>>('answer');

  protected readonly open = computed(() => openCalls(this.ring()));
  protected readonly isMany = computed(() => Math.max(this.open().length, this.ring().card.count) > 1);
  protected readonly what = computed(() => {
    const ring = this.ring();
    if (this.isMany())
      return this.t('ring.several', { count: Math.max(this.open().length, ring.card.count) });
    return this.open()[0]?.service ?? ring.card.team;
  });
  protected readonly team = computed(() => {
    const teams = [...new Set(this.open().map(({ team }) => team))];
    return teams.length > 0 ? teams.join(' · ') : this.ring().card.team;
  });
  protected readonly line = computed(() =>
    this.isMany() ? this.ring().card.title : (this.open()[0]?.title ?? this.ring().card.title),
  );
  protected readonly label = computed(() =>
    this.t('ring.label', {
      severity: this.texts.word('severity', this.ring().card.severity),
      what: this.what(),
    }),
  );
  /** Somebody who is called for two of them is still one person. */
  protected readonly others = computed(() => [
    ...new Map(
      this.open().flatMap(({ others }) => others.map((other) => [other.name, other] as const)),
    ).values(),
  ]);
  protected readonly seconds = computed(() => this.times.secondsTo(this.ring().card.expiresAt));
  /** The ring round Answer, as it empties: of a circle's length. */
  protected readonly left = computed(() => {
    const { ringSeconds } = this.ring().card;
    const part = ringSeconds > 0 ? Math.min(1, this.seconds() / ringSeconds) : 0;
    return `${(part * CIRCLE).toFixed(1)} ${CIRCLE}`;
  });
  protected readonly tenLeft = computed(() => this.seconds() <= 10 && this.seconds() > 0);

  constructor() {
    afterNextRender(() => this.answerButton().nativeElement.focus({ preventScroll: true }));
  }
}

const CIRCLE = 302;
