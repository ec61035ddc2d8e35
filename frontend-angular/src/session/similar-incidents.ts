import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { SeverityMark } from '../design/severity-mark';
import { Texts } from '../design/text/texts';
import { Clock } from '../design/time/clock';
import { duration } from '../design/time/format';
import { Api } from '../generated/api/api';
import { similarToAlert, similarToIncident } from '../generated/api/functions';
import type { SimilarIncident } from '../generated/api/models';
import { liveQuery } from './live-query';

/** What was done last time, beside an incident or an alert. Nothing of it is there while there is none. */
@Component({
  selector: 'barry-similar-incidents',
  imports: [RouterLink, SeverityMark],
  changeDetection: ChangeDetectionStrategy.OnPush,
  styles: `
    section {
      padding: 0 16px 10px;
    }
    h2 {
      padding: 10px 0 4px;
      font-size: 12px;
      font-weight: 600;
    }
    li {
      display: grid;
      gap: 2px;
      padding: 6px 0;
    }
    li + li {
      border-top: 1px solid var(--line);
    }
    p {
      color: var(--text-2);
      overflow-wrap: anywhere;
      white-space: pre-line;
    }
    small {
      font-size: 11px;
    }
  `,
  template: `
    @if (found().length > 0) {
      <section class="similar" [attr.aria-label]="t('similar.title')">
        <h2>{{ t('similar.title') }}</h2>
        <ul>
          @for (one of found(); track one.incidentId) {
            <li class="similar-one">
              <a class="link" [routerLink]="['/incidents', one.incidentId]"
                ><barry-severity [level]="one.severity" /> INC-{{ one.number }} {{ one.title }}</a
              >
              <small class="t3" [title]="clock.full(one.startedAt)">{{ about(one) }}</small>
              @if (one.solution; as solution) {
                <p class="similar-said">{{ solution }}</p>
              }
              <small class="t3">{{ because(one) }}</small>
            </li>
          }
        </ul>
      </section>
    }
  `,
})
export class SimilarIncidents {
  readonly kind = input.required<'incident' | 'alert'>();
  readonly id = input.required<string>();
  private readonly api = inject(Api);
  protected readonly clock = inject(Clock);
  protected readonly texts = inject(Texts);
  protected readonly t = this.texts.t;
  private readonly query = liveQuery({
    params: computed(() => ({ kind: this.kind(), id: this.id() })),
    load: ({ kind, id }) =>
      kind === 'incident'
        ? this.api.invoke(similarToIncident, { incidentId: id })
        : this.api.invoke(similarToAlert, { alertId: id }),
  });
  /** That it cannot be had is no news to anybody who has something else to do. */
  protected readonly found = computed(() => this.query.value()?.incidents ?? []);

  protected about(one: SimilarIncident): string {
    const when = this.clock.full(one.startedAt);
    if (one.tookSeconds === undefined) return when;
    const lasted = duration(one.tookSeconds * 1000, this.texts.language());
    return one.solvedByName === undefined
      ? this.t('similar.lasted', { when, lasted })
      : this.t('similar.solved', { when, lasted, name: one.solvedByName });
  }

  protected because({ because }: SimilarIncident): string {
    const said = because.map(({ kind, text }) =>
      kind === 'alert'
        ? this.t('similar.sameAlert')
        : kind === 'service'
          ? this.t('similar.sameService')
          : text,
    );
    return this.t('similar.because', { what: said.join(this.t('rooms.comma')) });
  }
}
