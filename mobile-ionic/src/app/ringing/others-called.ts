import { Component, inject, input } from '@angular/core';
import type { AlsoCalled } from '../../generated/api/models';
import { Avatar } from '../design/avatar';
import { Icon } from '../design/icon';
import { Texts } from '../texts/texts';

/** Who else is being called, each with what is known of it at this moment. */
@Component({
  selector: 'bar-others-called',
  imports: [Avatar, Icon],
  template: `
    @if (others().length > 0) {
      <ul>
        @for (other of others().slice(0, 4); track other.name) {
          <li>
            <bar-avatar [name]="other.name" size="sm" />
            <span class="one">{{ other.name }}</span>
            <span class="st" [class.r]="isRinging(other)" [class.t]="other.status === 'accepted'">
              @if (isRinging(other)) {
                <bar-icon name="bell" size="s" />
              }
              {{ state(other) }}
            </span>
          </li>
        }
      </ul>
    }
  `,
  styles: `
    ul {
      border: 1px solid var(--line);
      background: color-mix(in srgb, var(--surface) 86%, transparent);
      border-radius: 14px;
      padding: 4px 14px;
    }
    li {
      display: flex;
      align-items: center;
      gap: 10px;
      min-height: 42px;
      font-size: 15px;
    }
    li + li {
      border-top: 1px solid var(--line);
    }
    .st {
      margin-left: auto;
      display: flex;
      align-items: center;
      gap: 6px;
      font-size: 14px;
      color: var(--text-2);
      white-space: nowrap;
    }
    .st.r {
      color: var(--ringing);
      font-weight: 600;
    }
    .st.t {
      color: var(--taken);
      font-weight: 600;
    }
  `,
})
export class OthersCalled {
  private readonly texts = inject(Texts);
  readonly others = input.required<readonly AlsoCalled[]>();

  protected isRinging(other: AlsoCalled): boolean {
    return other.status === 'calling' && other.stage === 'ringing';
  }

  protected state(other: AlsoCalled): string {
    const { t, word } = this.texts;
    switch (other.status) {
      case 'accepted':
        return t('ring.stateAccepted');
      case 'declined':
        return other.declineReason
          ? t('ring.stateDeclinedWhy', { reason: word('reason', other.declineReason) })
          : t('ring.stateDeclined');
      case 'reading':
        return t('ring.stateReading');
      case 'ended':
        return t('ring.stateEnded');
      case 'cancelled':
        return t('ring.stateCancelled');
      case 'calling':
        if (other.stage === 'ringing') return t('ring.stateRinging');
        return t(other.stage === 'delivered' ? 'ring.stateDelivered' : 'ring.stateCalling');
    }
  }
}
