import { ChangeDetectionStrategy, Component, computed, inject, input, output, signal } from '@angular/core';
import { FormsModule } from '@angular/forms';
import { Avatar } from '../../design/avatar';
import { avatarLook } from '../../design/avatar-shape';
import { BarryIcon } from '../../design/icon';
import { ProblemNote, problemText } from '../../design/problem-note';
import { Texts } from '../../design/text/texts';
import { Clock } from '../../design/time/clock';
import { dayIn, zoned } from '../../design/time/zoned';
import { Toasts } from '../../design/toasts';
import type { Schedule } from '../../generated/api/models';
import { Directory } from '../../session/directory';
import { type Problem, toProblem } from '../../session/problem';
import { TeamsApi } from '../teams-api';
import { addDays, handoverBefore, resultOf } from './rotation';

const DAYS = 28;
const DAY_MS = 86_400_000;

/** Four weeks as lanes, the rotation in words, and overrides. */
@Component({
  selector: 'barry-schedule-view',
  imports: [Avatar, BarryIcon, FormsModule, ProblemNote],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'schedule' },
  templateUrl: './schedule-view.html',
})
export class ScheduleView {
  readonly schedule = input.required<Schedule>();
  readonly mayEdit = input(false);
  readonly mayOverride = input(false);
  readonly changed = output();
  private readonly api = inject(TeamsApi);
  private readonly toasts = inject(Toasts);
  protected readonly clock = inject(Clock);
  protected readonly directory = inject(Directory);
  protected readonly texts = inject(Texts);
  protected readonly t = this.texts.t;
  protected readonly who = signal('');
  protected readonly from = signal('');
  protected readonly until = signal('');
  protected readonly newPerson = signal('');
  protected readonly problem = signal<Problem | undefined>(undefined);

  private readonly start = computed(() => {
    const { timeZone } = this.schedule();
    const monday = handoverBefore(dayIn(this.clock.now(), timeZone), 1);
    return { monday, at: zoned(monday, '00:00', timeZone) };
  });
  protected readonly weeks = computed(() => {
    const { timeZone } = this.schedule();
    const { monday } = this.start();
    return Array.from({ length: DAYS / 7 }, (_, week) => {
      const from = zoned(addDays(monday, week * 7), '00:00', timeZone);
      const until = zoned(addDays(monday, week * 7 + 7), '00:00', timeZone);
      const share = (at: number): number => (100 * (at - from)) / (until - from);
      return {
        name: this.dayName(from),
        now: this.clock.now() >= from && this.clock.now() < until ? share(this.clock.now()) : undefined,
        shifts: resultOf(this.schedule(), from, until).map((shift) => ({
          ...shift,
          left: share(shift.from),
          width: share(shift.until) - share(shift.from),
          name: this.nameOf(shift.userId),
          colour: avatarLook(shift.userId, '').colour,
          title: `${this.nameOf(shift.userId)}: ${this.clock.short(new Date(shift.from).toISOString())} – ${this.clock.short(new Date(shift.until).toISOString())}`,
        })),
      };
    });
  });
  protected readonly dayNames = computed(() => {
    const format = new Intl.DateTimeFormat(this.texts.language(), { weekday: 'short', timeZone: 'UTC' });
    return Array.from({ length: 7 }, (_, day) => format.format(Date.UTC(2026, 10, 23) + day * DAY_MS));
  });
  protected readonly overrides = computed(() =>
    this.schedule().overrides.filter((one) => Date.parse(one.endsAt) > this.clock.now()),
  );
  protected readonly members = computed(() => this.directory.team(this.schedule().teamId)?.members ?? []);
  protected readonly others = computed(() =>
    this.members().filter((member) => !this.schedule().rotation.participantIds.includes(member.userId)),
  );

  protected nameOf(userId: string): string {
    return this.directory.user(userId)?.name ?? '…';
  }

  protected move(index: number, by: 1 | -1): Promise<void> {
    const list = [...this.schedule().rotation.participantIds];
    const [one] = list.splice(index, 1);
    if (one !== undefined) list.splice(index + by, 0, one);
    return this.setPeople(list);
  }

  protected remove(userId: string): Promise<void> {
    return this.setPeople(this.schedule().rotation.participantIds.filter((id) => id !== userId));
  }

  protected async add(): Promise<void> {
    if (this.newPerson() === '') return;
    await this.setPeople([...this.schedule().rotation.participantIds, this.newPerson()]);
    this.newPerson.set('');
  }

  protected async override(): Promise<void> {
    const { scheduleId, timeZone } = this.schedule();
    if (this.who() === '' || this.from() === '' || this.until() === '') return;
    this.problem.set(undefined);
    const instant = (wall: string): string =>
      new Date(zoned(wall.slice(0, 10), wall.slice(11, 16), timeZone)).toISOString();
    try {
      await this.api.addOverride(scheduleId, this.who(), instant(this.from()), instant(this.until()));
      this.from.set('');
      this.until.set('');
    } catch (error) {
      this.problem.set(toProblem(error));
    }
    this.changed.emit();
  }

  protected async takeBack(overrideId: string): Promise<void> {
    const one = this.schedule().overrides.find((over) => over.overrideId === overrideId);
    await this.act(() => this.api.removeOverride(this.schedule().scheduleId, overrideId));
    if (one !== undefined) {
      this.toasts.tell(this.t('schedule.overrideGone'), () => {
        void this.act(() =>
          this.api.addOverride(this.schedule().scheduleId, one.userId, one.startsAt, one.endsAt),
        );
      });
    }
  }

  private setPeople(participantIds: string[]): Promise<void> {
    const schedule = this.schedule();
    return this.act(() =>
      this.api.updateSchedule(schedule, { rotation: { ...schedule.rotation, participantIds } }),
    );
  }

  private async act(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.toasts.fail(problemText(toProblem(error), this.texts));
    }
    this.changed.emit();
  }

  private dayName(at: number): string {
    return new Intl.DateTimeFormat(this.texts.language() === 'ja' ? 'ja' : 'en-GB', {
      day: 'numeric',
      month: 'short',
      timeZone: this.schedule().timeZone,
    }).format(at);
  }
}
