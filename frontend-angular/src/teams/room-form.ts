import {
  ChangeDetectionStrategy,
  Component,
  effect,
  inject,
  input,
  output,
  signal,
  untracked,
} from '@angular/core';
import { FormsModule } from '@angular/forms';
import { ProblemNote } from '../design/problem-note';
import { LANGUAGES, Texts } from '../design/text/texts';
import type { Locale, TeamChannel, TeamNewsKind } from '../generated/api/models';
import { type Problem, toProblem } from '../session/problem';
import { TeamsApi } from './teams-api';

export const ROOM_NEWS: readonly TeamNewsKind[] = [
  'escalation-started',
  'escalation-taken',
  'escalation-exhausted',
  'escalation-resolved',
  'incident-status',
];

/** What a room is told, in which language, and under which name. Where it is, is not shown: that is a secret. */
@Component({
  selector: 'barry-room-form',
  imports: [FormsModule, ProblemNote],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'contents' },
  template: `
    <form class="form" (ngSubmit)="save()">
      @if (problem(); as failure) {
        <barry-problem [failure]="failure" />
      }
      @if (isOutdated()) {
        <p class="field-error" role="alert">
          {{ t('rooms.outdated') }}
          <button type="button" class="link-button" (click)="take(channel())">
            {{ t('rooms.takeTheirs') }}
          </button>
        </p>
      }
      <div class="row-fields">
        <label class="field">
          <span>{{ t('teams.name') }}</span>
          <input name="name" maxlength="100" [ngModel]="name()" (ngModelChange)="name.set($event)" />
        </label>
        <label class="field">
          <span>{{ t('profile.language') }}</span>
          <select class="input" name="locale" [ngModel]="locale()" (ngModelChange)="locale.set($event)">
            @for (one of languages; track one) {
              <option [value]="one">{{ one === 'ja' ? '日本語' : 'English' }}</option>
            }
          </select>
        </label>
      </div>
      <fieldset class="chips-field">
        <legend>{{ t('rooms.news') }}</legend>
        @for (kind of kinds; track kind) {
          <button
            type="button"
            class="chip"
            [class.on]="news().includes(kind)"
            [attr.aria-pressed]="news().includes(kind)"
            (click)="toggle(kind)"
          >
            {{ texts.word('roomNews', kind) }}
          </button>
        }
      </fieldset>
      @if (news().length === 0) {
        <p class="field-error" role="alert">{{ t('rooms.needNews') }}</p>
      }
      <label class="check-line">
        <input type="checkbox" name="paused" [ngModel]="paused()" (ngModelChange)="paused.set($event)" />
        {{ t('rooms.pausedNote') }}
      </label>
      <div class="row-fields">
        <button
          type="submit"
          class="btn pri"
          [disabled]="busy() || news().length === 0 || name().trim() === ''"
        >
          {{ t('common.save') }}
        </button>
        <button type="button" class="btn" (click)="closed.emit()">{{ t('common.cancel') }}</button>
      </div>
    </form>
  `,
})
export class RoomForm {
  readonly channel = input.required<TeamChannel>();
  readonly closed = output();
  /** What is there may be newer than what is shown. */
  readonly refused = output();
  private readonly api = inject(TeamsApi);
  protected readonly texts = inject(Texts);
  protected readonly t = this.texts.t;
  protected readonly kinds = ROOM_NEWS;
  protected readonly languages = LANGUAGES;
  protected readonly name = signal('');
  protected readonly locale = signal<Locale>('en');
  protected readonly news = signal<readonly TeamNewsKind[]>([]);
  protected readonly paused = signal(false);
  protected readonly busy = signal(false);
  protected readonly problem = signal<Problem | undefined>(undefined);
  /** What the form was made from: a newer one is said, not swapped in. */
  private readonly base = signal<TeamChannel | undefined>(undefined);
  protected readonly isOutdated = (): boolean => {
    const base = this.base();
    return base !== undefined && this.channel().version > base.version;
  };

  constructor() {
    effect(() => {
      const channel = this.channel();
      untracked(() => this.base() === undefined && this.take(channel));
    });
  }

  protected take(channel: TeamChannel): void {
    this.base.set(channel);
    this.name.set(channel.name);
    this.locale.set(channel.locale);
    this.news.set(channel.news);
    this.paused.set(channel.paused);
    this.problem.set(undefined);
  }

  protected toggle(kind: TeamNewsKind): void {
    this.news.update((news) => ROOM_NEWS.filter((one) => news.includes(one) !== (one === kind)));
  }

  protected async save(): Promise<void> {
    const base = this.base();
    if (base === undefined || this.busy()) return;
    this.busy.set(true);
    this.problem.set(undefined);
    try {
      const [name, locale, paused] = [this.name().trim(), this.locale(), this.paused()];
      await this.api.updateChannel(base, { name, locale, paused, news: [...this.news()] });
      this.closed.emit();
    } catch (error) {
      this.problem.set(toProblem(error));
      this.refused.emit();
    } finally {
      this.busy.set(false);
    }
  }
}
