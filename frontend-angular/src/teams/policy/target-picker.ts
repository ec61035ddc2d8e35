import { ChangeDetectionStrategy, Component, computed, inject, input, output } from '@angular/core';
import { Texts } from '../../design/text/texts';
import type { Target } from '../../generated/api/models';
import { Directory } from '../../session/directory';

/** Adds a person, team or schedule to a step. */
@Component({
  selector: 'barry-target-picker',
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'contents' },
  template: `
    <select
      class="tg add"
      [attr.aria-label]="onlyPeople() ? t('policy.addPerson') : t('policy.addTarget')"
      (change)="choose($event)"
    >
      <option value="" selected>+ {{ onlyPeople() ? t('policy.addPerson') : t('policy.addTarget') }}</option>
      @if (!onlyPeople()) {
        <optgroup [label]="t('policy.schedules')">
          @for (schedule of schedules(); track schedule.scheduleId) {
            <option [value]="'schedule:' + schedule.scheduleId">{{ schedule.name }}</option>
          }
        </optgroup>
      }
      <optgroup [label]="t('policy.people')">
        @for (user of people(); track user.userId) {
          <option [value]="'user:' + user.userId">{{ user.name }}</option>
        }
      </optgroup>
      @if (!onlyPeople()) {
        <optgroup [label]="t('policy.teams')">
          @for (team of directory.teams(); track team.teamId) {
            <option [value]="'team:' + team.teamId">{{ team.name }}</option>
          }
        </optgroup>
      }
    </select>
  `,
})
export class TargetPicker {
  readonly teamId = input.required<string>();
  readonly onlyPeople = input(false);
  readonly chosen = output<Target>();
  protected readonly directory = inject(Directory);
  protected readonly t = inject(Texts).t;
  protected readonly schedules = computed(() =>
    [...this.directory.schedules()].sort(
      (a, b) => Number(b.teamId === this.teamId()) - Number(a.teamId === this.teamId()),
    ),
  );
  protected readonly people = computed(() => {
    const members = new Set(this.directory.team(this.teamId())?.members.map((member) => member.userId));
    return this.directory
      .users()
      .filter(({ kind }) => kind === 'person')
      .filter((user) => !user.disabled)
      .sort((a, b) => Number(members.has(b.userId)) - Number(members.has(a.userId)));
  });

  protected choose(event: Event): void {
    const select = event.target as HTMLSelectElement;
    const [kind, id] = select.value.split(':');
    select.value = '';
    if (id !== undefined && (kind === 'user' || kind === 'team' || kind === 'schedule'))
      this.chosen.emit({ kind, id });
  }
}
