import {
  ChangeDetectionStrategy,
  Component,
  computed,
  inject,
  input,
  linkedSignal,
  output,
  signal,
} from '@angular/core';
import { FormsModule } from '@angular/forms';
import { ProblemNote } from '../../design/problem-note';
import { Texts } from '../../design/text/texts';
import { Clock } from '../../design/time/clock';
import { Directory } from '../../session/directory';
import { type Problem, toProblem } from '../../session/problem';
import { TeamsApi } from '../teams-api';
import { dayIn } from '../../design/time/zoned';

/** A new weekly rotation: the whole team in order, to be trimmed afterwards. */
@Component({
  selector: 'barry-new-schedule',
  imports: [FormsModule, ProblemNote],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'new-schedule' },
  template: `
    <form class="line-form" (ngSubmit)="create()">
      <label class="field"
        ><span>{{ t('schedule.newName') }}</span
        ><input name="name" maxlength="100" [(ngModel)]="name"
      /></label>
      <label class="field"
        ><span>{{ t('profile.timeZone') }}</span
        ><input name="zone" class="mono" [(ngModel)]="zone"
      /></label>
      <label class="field">
        <span>{{ t('schedule.handoverDay') }}</span>
        <select class="input" name="day" [(ngModel)]="day">
          @for (name of days(); track $index) {
            <option [ngValue]="$index + 1">{{ name }}</option>
          }
        </select>
      </label>
      <label class="field"
        ><span>{{ t('schedule.handoverTime') }}</span
        ><input name="time" type="time" [(ngModel)]="time"
      /></label>
      <button
        type="submit"
        class="btn"
        [class.pri]="first()"
        [disabled]="name().trim() === '' || people().length === 0"
      >
        {{ t('schedule.create') }}
      </button>
    </form>
    @if (problem(); as failure) {
      <barry-problem [failure]="failure" />
    }
  `,
})
export class NewSchedule {
  readonly teamId = input.required<string>();
  readonly first = input(false);
  readonly created = output();
  private readonly api = inject(TeamsApi);
  private readonly directory = inject(Directory);
  private readonly clock = inject(Clock);
  private readonly texts = inject(Texts);
  protected readonly t = this.texts.t;
  protected readonly name = signal('');
  protected readonly zone = linkedSignal(() => this.clock.timeZone() ?? 'UTC');
  protected readonly day = signal(1);
  protected readonly time = signal('09:00');
  protected readonly problem = signal<Problem | undefined>(undefined);
  protected readonly people = computed(() =>
    (this.directory.team(this.teamId())?.members ?? []).filter((member) => member.role !== 'observer'),
  );
  protected readonly days = computed(() => {
    const format = new Intl.DateTimeFormat(this.texts.language(), { weekday: 'long', timeZone: 'UTC' });
    return Array.from({ length: 7 }, (_, day) => format.format(Date.UTC(2026, 10, 23 + day)));
  });

  protected async create(): Promise<void> {
    this.problem.set(undefined);
    try {
      await this.api.createSchedule(this.teamId(), this.name().trim(), this.zone(), {
        participantIds: this.people().map((member) => member.userId),
        handoverDay: this.day(),
        handoverTime: this.time(),
        startsOn: dayIn(this.clock.read(), this.zone()),
        weeksEach: 1,
      });
      this.name.set('');
      this.created.emit();
      void this.directory.load();
    } catch (error) {
      this.problem.set(toProblem(error));
    }
  }
}
