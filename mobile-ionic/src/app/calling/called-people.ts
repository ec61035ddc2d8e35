import { Component, computed, inject, input } from '@angular/core';
import type { AlsoCalled, Escalation } from '../../generated/api/models';
import { Texts } from '../texts/texts';
import { OthersCalled } from '../ringing/others-called';

/** An escalation as it goes: who is being called, and who took it. */
@Component({
  selector: 'bar-called-people',
  imports: [OthersCalled],
  template: `
    <p class="word" role="status" [class.good]="escalation().acceptances.length > 0">{{ words() }}</p>
    <bar-others-called [others]="people()" />
  `,
  styles: `
    :host {
      display: grid;
      gap: 10px;
    }
    .word {
      font-size: 19px;
      font-weight: 600;
    }
    .good {
      color: var(--taken);
    }
  `,
})
export class CalledPeople {
  private readonly t = inject(Texts).t;
  readonly escalation = input.required<Escalation>();

  protected readonly people = computed((): AlsoCalled[] => {
    const latest = new Map(this.escalation().calls.map((call) => [call.userId, call]));
    return [...latest.values()].map(({ userName, status, stage, declineReason }) => ({
      name: userName,
      status,
      stage,
      ...(declineReason !== undefined && { declineReason }),
    }));
  });
  protected readonly words = computed(() => {
    const { acceptances, status } = this.escalation();
    if (acceptances.length > 0) {
      return this.t('live.accepted', { names: acceptances.map(({ name }) => name).join(', ') });
    }
    return this.t(`live.${status}`, { names: '' });
  });
}
