import { ChangeDetectionStrategy, Component, computed, inject, input, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { ProblemNote } from '../../design/problem-note';
import { SeverityMark } from '../../design/severity-mark';
import { Skeleton } from '../../design/skeleton';
import { Texts } from '../../design/text/texts';
import { Clock } from '../../design/time/clock';
import { duration } from '../../design/time/format';
import { TimeAgo } from '../../design/time/time-ago';
import type { ShadowPerson } from '../../generated/api/models';
import { liveQuery } from '../../session/live-query';
import { IntegrationsApi } from '../integrations-api';

const DAYS = [1, 7, 30] as const;
const DAY_MS = 86_400_000;

/** Who would have rung for an integration on trial, beside what became of each alert elsewhere. */
@Component({
  selector: 'barry-shadow-report',
  imports: [ProblemNote, RouterLink, SeverityMark, Skeleton, TimeAgo],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'contents' },
  templateUrl: './shadow-report.html',
})
export class ShadowReportView {
  readonly integrationId = input.required<string>();
  private readonly api = inject(IntegrationsApi);
  private readonly clock = inject(Clock);
  protected readonly texts = inject(Texts);
  protected readonly t = this.texts.t;
  protected readonly choices = DAYS;
  protected readonly chosen = signal<number>(7);
  protected readonly query = liveQuery({
    params: computed(() => ({ integrationId: this.integrationId(), days: this.chosen() })),
    load: ({ integrationId, days }) =>
      this.api.shadowReport(integrationId, new Date(this.clock.read() - days * DAY_MS).toISOString()),
    when: (event) => event.kind.startsWith('alert'),
  });

  protected choose(event: Event): void {
    this.chosen.set(Number((event.target as HTMLSelectElement).value));
  }

  protected names(people: readonly ShadowPerson[]): string {
    return people.map(({ name }) => name).join(this.texts.language() === 'ja' ? '、' : ', ');
  }

  protected said(seconds: number | undefined): string {
    return duration((seconds ?? 0) * 1000, this.texts.language());
  }

  protected soon(seconds: number | undefined): string {
    return seconds ? this.t('shadow.after', { time: this.said(seconds) }) : this.t('shadow.atOnce');
  }
}
