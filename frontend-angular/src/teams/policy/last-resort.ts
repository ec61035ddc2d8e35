import { ChangeDetectionStrategy, Component, inject, input, output } from '@angular/core';
import { Avatar } from '../../design/avatar';
import { BarryIcon } from '../../design/icon';
import { Texts } from '../../design/text/texts';
import type { LastResort } from '../../generated/api/models';
import { Directory } from '../../session/directory';
import { TargetPicker } from './target-picker';

/** The policy's own people of last resort; without any, and after them, the organisation's are called. */
@Component({
  selector: 'barry-last-resort',
  imports: [Avatar, BarryIcon, TargetPicker],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'contents' },
  template: `
    <div class="tgs">
      @if (directory.policy(value()?.policyId); as rules) {
        <span class="tg"><svg barryIcon="policy" class="acc"></svg>{{ rules.name }}</span>
      }
      @for (id of value()?.userIds ?? []; track id) {
        @let name = directory.user(id)?.name ?? '…';
        <span class="tg">
          <barry-avatar [id]="id" [name]="name" />{{ name }}
          @if (mayEdit()) {
            <button
              type="button"
              class="tg-x"
              [attr.aria-label]="t('picker.remove', { name })"
              (click)="set(id, false)"
            >
              <svg barryIcon="x"></svg>
            </button>
          }
        </span>
      }
      @if (mayEdit()) {
        <barry-target-picker [teamId]="teamId()" [onlyPeople]="true" (chosen)="set($event.id, true)" />
      }
    </div>
    <p class="t2 small">{{ t('policy.lastResortNote') }}</p>
  `,
})
export class LastResortRung {
  readonly value = input.required<LastResort | undefined>();
  readonly teamId = input.required<string>();
  readonly mayEdit = input(false);
  readonly changed = output<LastResort>();
  protected readonly directory = inject(Directory);
  protected readonly t = inject(Texts).t;

  protected set(userId: string, on: boolean): void {
    const others = (this.value()?.userIds ?? []).filter((id) => id !== userId);
    this.changed.emit({ ...this.value(), userIds: on ? [...others, userId] : others });
  }
}
