import { ChangeDetectionStrategy, Component, inject, input } from '@angular/core';
import { Texts } from '../design/text/texts';
import { TimeAgo } from '../design/time/time-ago';
import type { Chore, Engine } from '../generated/api/models';
import { levelWord, waitText } from './engine-words';
import { LevelMark } from './level-mark';
import { choreWaits, type Level, levelOfChore } from './level.rules';

/** What has to be done again and again: when it last went well, and what was wrong when it did not. */
@Component({
  selector: 'barry-chores-table',
  imports: [LevelMark, TimeAgo],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'contents' },
  template: `
    <section aria-labelledby="engine-chores">
      <div class="sec">
        <h2 id="engine-chores">{{ t('engine.chores') }}</h2>
      </div>
      @if (engine().chores.length > 0) {
        <table class="engine-table">
          <thead>
            <tr>
              <th class="c-chore">{{ t('engine.chore') }}</th>
              <th class="c-state">{{ t('engine.state') }}</th>
              <th>{{ t('engine.because') }}</th>
              <th class="c-time num">{{ t('engine.wentWell') }}</th>
            </tr>
          </thead>
          <tbody>
            @for (chore of engine().chores; track chore.name) {
              <tr>
                <td [title]="name(chore)">{{ name(chore) }}</td>
                <td><barry-level [level]="level(chore)" [text]="word(chore)" /></td>
                <td class="wraps">
                  @if (chore.failure) {
                    <span lang="en">{{ chore.failure }}</span>
                  } @else if (level(chore) !== 'fine') {
                    {{ t('engine.due', { time: waits(chore) }) }}
                  }
                </td>
                <td class="num t2">
                  @if (chore.doneAt; as at) {
                    <barry-ago [at]="at" />
                  } @else {
                    {{ t('engine.never') }}
                  }
                </td>
              </tr>
            }
          </tbody>
        </table>
      } @else {
        <p class="engine-note">{{ t('engine.noChores') }}</p>
      }
    </section>
  `,
})
export class ChoresTable {
  readonly engine = input.required<Engine>();
  private readonly texts = inject(Texts);
  protected readonly t = this.texts.t;

  protected name({ name }: Chore): string {
    return this.texts.word('choreName', name);
  }

  protected level(chore: Chore): Level {
    return levelOfChore(chore, this.engine().at);
  }

  protected word(chore: Chore): string {
    return chore.failure === undefined
      ? levelWord(this.level(chore), this.texts)
      : this.t('engine.hasFailed');
  }

  protected waits(chore: Chore): string {
    return waitText(choreWaits(chore, this.engine().at), this.texts);
  }
}
