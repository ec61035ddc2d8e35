import { Component, computed, inject, input, output } from '@angular/core';
import type { RingCall } from '../../generated/api/models';
import { FocusFirst } from '../design/focus-first';
import { Icon, type IconName } from '../design/icon';
import { SeverityMark } from '../design/severity';
import { problemText } from '../session/problem';
import { Texts } from '../texts/texts';
import type { RingInHand } from './ring-in-hand';
import { RingStore } from './ring-store';

interface Words {
  readonly icon: IconName;
  readonly tone: 'taken' | 'info' | 'warning';
  readonly title: string;
  readonly lead: string;
}

/** What became of it: yours, somebody else's, or nobody's yet; and the next movement. */
@Component({
  selector: 'bar-over-screen',
  imports: [FocusFirst, Icon, SeverityMark],
  templateUrl: './over-screen.html',
  styleUrl: './over-screen.css',
})
export class OverScreen {
  private readonly texts = inject(Texts);
  private readonly store = inject(RingStore);
  protected readonly t = this.texts.t;

  readonly ring = input.required<RingInHand>();
  readonly openIncident = output<RingCall>();
  readonly callMore = output<RingCall>();
  readonly takeAfterAll = output();
  readonly closed = output();

  protected readonly sending = this.store.sending;
  protected readonly problem = computed(() => {
    const problem = this.store.problem();
    return problem && this.t(problemText(problem));
  });
  protected readonly mine = computed(() =>
    this.ring().outcome?.kind === 'mine'
      ? this.ring().calls.filter(({ callId }) => this.ring().decided[callId] === 'accepted')
      : [],
  );
  protected readonly mayTake = computed(() => {
    const kind = this.ring().outcome?.kind;
    return (
      (kind === 'declined' || kind === 'rangOut') &&
      this.ring().calls.some(
        ({ takenBy, escalationStatus }) => takenBy.length === 0 && escalationStatus === 'calling',
      )
    );
  });
  protected readonly words = computed((): Words => {
    const outcome = this.ring().outcome;
    const needsMore = this.mine().some(({ escalationStatus }) => escalationStatus === 'calling');
    switch (outcome?.kind) {
      case 'mine':
        return {
          icon: 'ok',
          tone: 'taken',
          title: this.t('over.mine'),
          lead: this.t(needsMore ? 'over.mineMore' : 'over.mineLead'),
        };
      case 'takenBy':
        return {
          icon: 'ok',
          tone: 'taken',
          title: this.t('over.takenBy', { names: outcome.names.join(', ') }),
          lead: this.t('over.takenByLead'),
        };
      case 'declined':
        return {
          icon: 'hangUp',
          tone: 'info',
          title: outcome.reason
            ? this.t('over.declined', { reason: this.texts.word('reason', outcome.reason) })
            : this.t('over.declinedPlain'),
          lead: this.t('over.declinedLead'),
        };
      case 'rangOut':
        return {
          icon: 'bellOff',
          tone: 'warning',
          title: this.t('over.rangOut'),
          lead: this.t('over.rangOutLead'),
        };
      case 'resolved':
        return {
          icon: 'ok',
          tone: 'taken',
          title: this.t('over.resolved'),
          lead: this.t('over.resolvedLead'),
        };
      default:
        return {
          icon: 'x',
          tone: 'info',
          title: this.t('over.cancelled'),
          lead: this.t('over.cancelledLead'),
        };
    }
  });
}
