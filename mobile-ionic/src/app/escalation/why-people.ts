import { Component, computed, effect, inject, input, untracked } from '@angular/core';
import { Api } from '../../generated/api/api';
import { explainEscalation } from '../../generated/api/functions';
import type { ExplainedPerson } from '../../generated/api/models';
import { query } from '../design/query';
import { Session } from '../session/session';
import { Texts } from '../texts/texts';

/** Why these people, and why not me: in short, then everybody, then moment by moment. */
@Component({
  selector: 'bar-why-people',
  template: `
    @if (explanation.value(); as one) {
      <div class="short" role="status">
        @for (said of one.summary; track $index) {
          <p>{{ said.text }}</p>
        }
      </div>
      <ul class="people">
        @for (person of people(); track person.userId) {
          <li [class.me]="person.userId === me()">{{ person.because.text }}</li>
        }
      </ul>
      <h3>{{ t('why.rules') }}</h3>
      <ul>
        @for (said of rules(); track $index) {
          <li>{{ said.text }}</li>
        }
      </ul>
      @if (one.lines.length > 0) {
        <h3>{{ t('why.moments') }}</h3>
        <ol>
          @for (line of lines(); track line.key) {
            <li>
              <time class="mono dim" [attr.datetime]="line.at">{{ line.time }}</time>
              <span>
                @if (line.name) {
                  <b>{{ line.name }}</b>
                }
                {{ line.text }}
              </span>
            </li>
          }
        </ol>
      }
    } @else {
      <p class="dim" role="status">{{ t(explanation.problem() ? 'why.failed' : 'app.loading') }}</p>
    }
  `,
  styles: `
    /* A sentence is never wider than the telephone. */
    :host,
    ul,
    ol {
      grid-template-columns: minmax(0, 1fr);
    }
    :host {
      display: grid;
      min-width: 0;
      gap: 10px;
      overflow-wrap: anywhere;
    }
    .short {
      font-size: 18px;
      font-weight: 600;
      line-height: 1.4;
    }
    ul,
    ol {
      display: grid;
      gap: 8px;
      margin: 0;
      padding: 0;
      list-style: none;
      line-height: 1.5;
    }
    .me {
      font-weight: 600;
    }
    h3 {
      font-size: 15px;
      font-weight: 600;
      margin-top: 6px;
    }
    ol li {
      display: grid;
      grid-template-columns: 92px minmax(0, 1fr);
      gap: 8px;
    }
  `,
})
export class WhyPeople {
  private readonly api = inject(Api);
  private readonly texts = inject(Texts);
  protected readonly me = inject(Session).userId;
  protected readonly t = this.texts.t;

  readonly escalationId = input.required<string>();

  protected readonly explanation = query(
    () => {
      const userId = this.me();
      return this.api.invoke(explainEscalation, {
        escalationId: this.escalationId(),
        locale: this.texts.language(),
        timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
        ...(userId ? { userId } : {}),
      });
    },
    { on: ({ escalationId }) => escalationId === this.escalationId() },
  );
  /** Whoever asks stands first. */
  protected readonly people = computed((): readonly ExplainedPerson[] => {
    const all = this.explanation.value()?.people ?? [];
    const isMe = ({ userId }: ExplainedPerson): boolean => userId === this.me();
    return [...all.filter(isMe), ...all.filter((person) => !isMe(person))];
  });
  protected readonly rules = computed(() => {
    const one = this.explanation.value();
    return one === undefined
      ? []
      : [
          ...one.origin,
          ...one.alerts.flatMap(({ sentences }) => sentences),
          ...one.policy,
          ...one.steps.flatMap(({ sentences }) => sentences),
        ];
  });
  protected readonly lines = computed(() => {
    const { lines = [], calls = [] } = this.explanation.value() ?? {};
    const names = new Map(calls.map((call) => [call.callId, call.userName]));
    return lines.map((line) => ({
      key: `${line.callId ?? ''}/${line.version}`,
      at: line.at,
      time: tenths(line.at),
      name: names.get(line.callId ?? ''),
      text: line.sentences.map(({ text }) => text).join(this.texts.language() === 'ja' ? '' : ' '),
    }));
  });

  constructor() {
    effect(() => {
      this.escalationId();
      this.texts.language();
      untracked(() => void this.explanation.reload());
    });
  }
}

/** 03:12:04.3 */
function tenths(at: string): string {
  const clock = new Intl.DateTimeFormat('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  }).format(Date.parse(at));
  return `${clock}.${Math.floor((Date.parse(at) % 1000) / 100)}`;
}
