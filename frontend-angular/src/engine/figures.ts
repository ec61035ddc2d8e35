import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { Texts } from '../design/text/texts';
import type { Engine } from '../generated/api/models';
import { levelWord, waitText } from './engine-words';
import { LevelMark } from './level-mark';
import { type Level, levelOfWait } from './level.rules';

interface Figure {
  readonly name: string;
  readonly value: string;
  readonly level?: Level;
  readonly word?: string;
}

/** What lives, and what waits. */
@Component({
  selector: 'barry-engine-figures',
  imports: [LevelMark],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'contents' },
  template: `
    <section [attr.aria-label]="t('engine.figures')">
      <dl class="figures">
        @for (figure of figures(); track figure.name) {
          <div>
            <dt>{{ figure.name }}</dt>
            <dd>
              <b>{{ figure.value }}</b>
              @if (figure.level; as level) {
                <barry-level [level]="level" [text]="figure.word ?? ''" />
              }
            </dd>
          </div>
        }
      </dl>
    </section>
  `,
})
export class EngineFigures {
  readonly engine = input.required<Engine>();
  private readonly texts = inject(Texts);
  protected readonly t = this.texts.t;
  protected readonly figures = computed<readonly Figure[]>(() => {
    const one = this.engine();
    const { number, t } = this.texts;
    return [
      { name: t('engine.escalations'), value: number(one.liveEscalations) },
      { name: t('engine.calls'), value: number(one.liveCalls) },
      { name: t('engine.rings'), value: number(one.liveRings) },
      this.wait(t('engine.timer'), one.latenessSeconds),
      { name: t('engine.waiting'), value: number(one.outboxWaiting) },
      this.wait(t('engine.message'), one.outboxSeconds),
      {
        name: t('engine.findings'),
        value: number(one.findingsOfTheDay),
        level: one.findingsOfTheDay > 0 ? 'late' : 'fine',
        word: t(one.findingsOfTheDay > 0 ? 'engine.found' : 'engine.none'),
      },
    ];
  });

  private wait(name: string, seconds: number): Figure {
    const level = levelOfWait(seconds);
    return { name, value: waitText(seconds, this.texts), level, word: levelWord(level, this.texts) };
  }
}
