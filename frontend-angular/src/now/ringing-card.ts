import { CdkMenu, CdkMenuItem, CdkMenuTrigger } from '@angular/cdk/menu';
import { ChangeDetectionStrategy, Component, computed, inject, input, output } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Avatar } from '../design/avatar';
import { BarryIcon } from '../design/icon';
import { SeverityMark } from '../design/severity-mark';
import { Texts } from '../design/text/texts';
import { Clock } from '../design/time/clock';
import { stopwatch } from '../design/time/format';
import { TrackRow } from '../design/track/track-row';
import type { Escalation } from '../generated/api/models';
import { Commands } from '../session/commands';
import { Session } from '../session/session';
import { callsByPerson, myCall } from './board';
import { BoardActions, DECLINE_REASONS } from './board-actions';

/** One escalation as it happens, with the two buttons when it rings the viewer. */
@Component({
  selector: 'barry-ringing-card',
  imports: [Avatar, BarryIcon, CdkMenu, CdkMenuItem, CdkMenuTrigger, RouterLink, SeverityMark, TrackRow],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'contents' },
  templateUrl: './ringing-card.html',
})
export class RingingCard {
  readonly escalation = input.required<Escalation>();
  readonly closable = input(false);
  readonly closed = output();
  protected readonly commands = inject(Commands);
  protected readonly actions = inject(BoardActions);
  protected readonly session = inject(Session);
  protected readonly texts = inject(Texts);
  protected readonly t = this.texts.t;
  private readonly clock = inject(Clock);
  protected readonly reasons = DECLINE_REASONS;

  protected readonly me = computed(() => this.session.user()?.userId ?? '');
  protected readonly mine = computed(() => myCall(this.escalation(), this.me()));
  protected readonly calls = computed(() => callsByPerson(this.escalation().calls));
  protected readonly live = computed(() => {
    const { status } = this.escalation();
    return status === 'calling' || status === 'delayed';
  });
  protected readonly unanswered = computed(() => this.escalation().status === 'exhausted');
  protected readonly mayTake = computed(() => {
    return (
      (this.live() || this.unanswered()) &&
      (this.mine() !== undefined || this.session.responds(this.escalation().teamId))
    );
  });
  protected readonly mayControl = computed(() => this.session.responds(this.escalation().teamId));
  protected readonly ringsIn = computed(() => {
    const { status, ringsAt } = this.escalation();
    return status !== 'delayed' || ringsAt === undefined
      ? undefined
      : stopwatch(Date.parse(ringsAt) - this.clock.now());
  });
  protected readonly running = computed(() => {
    const { startedAt, endedAt } = this.escalation();
    return stopwatch(
      (endedAt === undefined ? this.clock.now() : Date.parse(endedAt)) - Date.parse(startedAt),
    );
  });
}
