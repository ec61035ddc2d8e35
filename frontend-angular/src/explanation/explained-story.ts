import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { Avatar } from '../design/avatar';
import { Texts } from '../design/text/texts';
import { Clock } from '../design/time/clock';
import type { Explanation } from '../generated/api/models';
import { SaidList } from './said-list';
import { tenths } from './tenths';

/** The steps, each call with its ways and deadlines, and every row of the logs on one line of time. */
@Component({
  selector: 'barry-explained-story',
  imports: [Avatar, SaidList],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'contents' },
  template: `
    @if (explanation().steps.length > 0) {
      <section aria-labelledby="explain-steps">
        <div class="sec">
          <h2 id="explain-steps">{{ t('explain.steps') }}</h2>
        </div>
        <ol class="explain-list">
          @for (step of explanation().steps; track $index) {
            <li>
              <time class="mono t3" [attr.datetime]="step.at">{{ time(step.at) }}</time>
              <div>
                <h3>
                  {{ t('explain.step', { step: step.step, cycle: step.cycle }) }}
                  @if (step.empty) {
                    <span class="pill no">{{ t('explain.passed') }}</span>
                  }
                </h3>
                @if (step.people.length > 0) {
                  <p class="explain-names">
                    @for (person of step.people; track person.userId) {
                      <span class="who"
                        ><barry-avatar [id]="person.userId" [name]="person.name" /><b>{{
                          person.name
                        }}</b></span
                      >
                    }
                  </p>
                }
                <barry-said [sentences]="step.sentences" />
              </div>
            </li>
          }
        </ol>
      </section>
    }
    @if (explanation().calls.length > 0) {
      <section aria-labelledby="explain-calls">
        <div class="sec">
          <h2 id="explain-calls">{{ t('explain.calls') }}</h2>
        </div>
        <ol class="explain-list">
          @for (call of explanation().calls; track call.callId) {
            <li>
              <time class="mono t3" [attr.datetime]="call.startedAt">{{ time(call.startedAt) }}</time>
              <div>
                <h3>
                  <span class="who"
                    ><barry-avatar [id]="call.userId" [name]="call.userName" /><b>{{
                      call.userName
                    }}</b></span
                  >
                  <span class="t3">{{ t('explain.try', { try: call.try, step: call.step }) }}</span>
                </h3>
                <barry-said [sentences]="call.sentences" />
                <barry-said [sentences]="call.deadlines" />
              </div>
            </li>
          }
        </ol>
      </section>
    }
    @if (lines().length > 0) {
      <section aria-labelledby="explain-lines">
        <div class="sec">
          <h2 id="explain-lines">{{ t('explain.lines') }}</h2>
          <span class="n">{{ lines().length }}</span>
        </div>
        <ol class="explain-list explain-line">
          @for (line of lines(); track line.key) {
            <li [class.of-call]="line.name !== undefined">
              <time class="mono t3" [attr.datetime]="line.at">{{ line.time }}</time>
              <div>
                @if (line.name) {
                  <span class="who"
                    ><barry-avatar [id]="line.userId" [name]="line.name" /><b>{{ line.name }}</b></span
                  >
                }
                @for (one of line.sentences; track $index) {
                  <span>{{ one.text }} </span>
                }
                @if (line.actorName) {
                  <span class="t3">{{ t('explain.by', { name: line.actorName }) }}</span>
                }
              </div>
            </li>
          }
        </ol>
      </section>
    }
  `,
})
export class ExplainedStory {
  readonly explanation = input.required<Explanation>();
  private readonly clock = inject(Clock);
  protected readonly t = inject(Texts).t;
  protected readonly lines = computed(() => {
    const { lines, calls } = this.explanation();
    const names = new Map(calls.map((call) => [call.callId, call.userName]));
    return lines.map((line) => ({
      ...line,
      key: `${line.callId ?? ''}/${line.version}`,
      time: this.time(line.at),
      userId: line.userId ?? '',
      name: line.callId === undefined ? undefined : names.get(line.callId),
    }));
  });

  protected time(at: string): string {
    return `${this.clock.seconds(at)}.${tenths(at)}`;
  }
}
