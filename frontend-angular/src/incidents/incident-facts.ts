import { ChangeDetectionStrategy, Component, computed, inject, input, output } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Avatar } from '../design/avatar';
import { BarryIcon } from '../design/icon';
import { problemText } from '../design/problem-note';
import { SEVERITIES } from '../design/severity';
import { SeverityMark } from '../design/severity-mark';
import { StatusMark } from '../design/status-mark';
import { Texts } from '../design/text/texts';
import { TimeAgo } from '../design/time/time-ago';
import { Clock } from '../design/time/clock';
import { stopwatch } from '../design/time/format';
import { Toasts } from '../design/toasts';
import { callTrack } from '../design/track/call-track';
import { MiniTrack } from '../design/track/mini-track';
import { trackEndLook, trackEndText } from '../design/track/track-words';
import type { Call, Escalation, Incident, IncidentStatus, Severity } from '../generated/api/models';
import { Commands } from '../session/commands';
import { liveQuery } from '../session/live-query';
import { toProblem } from '../session/problem';
import { SimilarIncidents } from '../session/similar-incidents';
import { SuppressedNote } from '../session/suppressed-note';
import { INCIDENT_STATUSES } from './incident-filter';
import { IncidentsApi } from './incidents-api';

/** The right column: how it stands, who works on it, who is being called, which alerts it is about. */
@Component({
  selector: 'barry-incident-facts',
  imports: [
    Avatar,
    BarryIcon,
    MiniTrack,
    RouterLink,
    SeverityMark,
    SimilarIncidents,
    StatusMark,
    SuppressedNote,
    TimeAgo,
  ],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'ir scroll', role: 'complementary', '[attr.aria-label]': 't("incident.facts")' },
  templateUrl: './incident-facts.html',
})
export class IncidentFacts {
  readonly incident = input.required<Incident>();
  readonly busy = input(false);
  readonly changed = output<{ readonly status?: IncidentStatus; readonly severity?: Severity }>();
  readonly callMore = output();
  private readonly api = inject(IncidentsApi);
  private readonly clock = inject(Clock);
  private readonly toasts = inject(Toasts);
  protected readonly commands = inject(Commands);
  protected readonly texts = inject(Texts);
  protected readonly t = this.texts.t;
  protected readonly statuses = INCIDENT_STATUSES;
  protected readonly severities = SEVERITIES;

  private readonly id = computed(() => this.incident().incidentId);
  protected readonly escalations = liveQuery({
    params: this.id,
    load: (id) => this.api.escalations(id),
    when: (event) => /^(escalation|call|ring|incident)\b/.test(event.kind),
  });
  protected readonly alerts = liveQuery({
    params: computed(() => this.incident().alertIds),
    load: (ids) => this.api.alerts(ids),
    when: (event) => event.kind.startsWith('alert'),
  });
  protected readonly live = computed(() =>
    (this.escalations.value() ?? []).filter(({ status }) => status === 'calling' || status === 'delayed'),
  );
  protected readonly past = computed(() =>
    (this.escalations.value() ?? []).filter(({ status }) => status !== 'calling' && status !== 'delayed'),
  );
  protected readonly working = computed(() =>
    this.incident().responders.filter((person) => person.releasedAt === undefined),
  );

  protected running(run: Escalation): string {
    return stopwatch(this.clock.now() - Date.parse(run.startedAt));
  }

  protected end(call: Call): { readonly text: string; readonly look: string } {
    const { end } = callTrack(call, this.clock.now());
    return { text: trackEndText(end, this.texts), look: trackEndLook(end) };
  }

  protected status(event: Event): void {
    const word = (event.target as HTMLSelectElement).value;
    const status = INCIDENT_STATUSES.find((one) => one === word);
    if (status !== undefined) this.changed.emit({ status });
  }

  protected severity(event: Event): void {
    const word = (event.target as HTMLSelectElement).value;
    const severity = SEVERITIES.find((one) => one === word);
    if (severity !== undefined) this.changed.emit({ severity });
  }

  protected async stop(run: Escalation): Promise<void> {
    try {
      await this.api.stopRinging(run.escalationId);
    } catch (error) {
      this.toasts.fail(problemText(toProblem(error), this.texts));
    }
    this.escalations.refresh();
  }
}
