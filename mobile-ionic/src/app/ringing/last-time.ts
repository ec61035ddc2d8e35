import { Component, effect, inject, input, signal } from '@angular/core';
import { Api } from '../../generated/api/api';
import { similarToEscalation } from '../../generated/api/functions';
import type { SimilarIncident } from '../../generated/api/models';
import { Times } from '../design/times';
import { Texts } from '../texts/texts';

/** What was done when it was like this before, for who decides. It comes when it comes: nothing waits for it. */
@Component({
  selector: 'bar-last-time',
  template: `
    @if (found().length > 0) {
      <h2 class="sec">{{ t('message.lastTime') }}</h2>
      <ul>
        @for (one of found(); track one.incidentId) {
          <li>
            <b>INC-{{ one.number }} {{ one.title }}</b>
            <small>{{ about(one) }}</small>
            @if (one.solution; as solution) {
              <p>{{ solution }}</p>
            }
          </li>
        }
      </ul>
    }
  `,
  styles: `
    li {
      display: grid;
      gap: 2px;
      padding: 10px 18px;
      border-top: 1px solid var(--line);
      overflow-wrap: anywhere;
    }
    small {
      color: var(--text-2);
      font-size: 13px;
    }
    p {
      margin: 0;
      white-space: pre-line;
    }
  `,
})
export class LastTime {
  private readonly api = inject(Api);
  private readonly times = inject(Times);
  protected readonly t = inject(Texts).t;
  readonly escalationId = input.required<string>();
  protected readonly found = signal<readonly SimilarIncident[]>([]);

  constructor() {
    effect(() => {
      const escalationId = this.escalationId();
      this.api.invoke(similarToEscalation, { escalationId, most: 2 }).then(
        ({ incidents }) => {
          if (escalationId === this.escalationId()) this.found.set(incidents);
        },
        // Without it one decides as before.
        () => undefined,
      );
    });
  }

  protected about({ startedAt, tookSeconds, solvedByName }: SimilarIncident): string {
    const took = tookSeconds === undefined ? [] : [this.times.duration(tookSeconds * 1_000)];
    return [this.times.day(startedAt), ...took, ...(solvedByName === undefined ? [] : [solvedByName])].join(
      ' · ',
    );
  }
}
