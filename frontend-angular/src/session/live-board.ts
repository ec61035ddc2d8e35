import { computed, inject, Injectable } from '@angular/core';
import { Clock } from '../design/time/clock';
import { Api } from '../generated/api/api';
import { listAlerts, listEscalations, listIncidents } from '../generated/api/functions';
import type { Escalation } from '../generated/api/models';
import { liveQuery } from './live-query';
import { Session } from './session';

/** How long an ended escalation stays on the board, so that nobody wonders where it went. Others leave at once. */
const STAYS_MS: Partial<Record<Escalation['status'], number>> = { accepted: 60_000, exhausted: 600_000 };
const LATELY = 20;
const COUNTED = 100;

/** Who is being called at this moment, and the numbers in the rail. One copy for shell and screens. */
@Injectable({ providedIn: 'root' })
export class LiveBoard {
  private readonly api = inject(Api);
  private readonly session = inject(Session);
  private readonly clock = inject(Clock);
  private readonly signedIn = (): { userId: string } | undefined => {
    const user = this.session.user();
    return user === undefined ? undefined : { userId: user.userId };
  };

  private readonly live = liveQuery({
    params: this.signedIn,
    load: () => this.load(),
    when: (event) => /^(escalation|call|ring)\b/.test(event.kind),
  });
  private readonly openIncidents = liveQuery({
    params: this.signedIn,
    load: async () =>
      (await this.api.invoke(listIncidents, { open: true, pageSize: COUNTED })).incidents.length,
    when: (event) => event.kind.startsWith('incident'),
  });
  private readonly firing = liveQuery({
    params: this.signedIn,
    load: async () =>
      (await this.api.invoke(listAlerts, { status: 'firing', pageSize: COUNTED })).alerts.length,
    when: (event) => event.kind.startsWith('alert'),
  });

  readonly loaded = computed(() => this.live.value() !== undefined);
  readonly problem = this.live.problem;
  readonly incidentCount = computed(() => counted(this.openIncidents.value()));
  readonly alertCount = computed(() => counted(this.firing.value()));

  /** Live escalations, and those that ended a moment ago. */
  readonly escalations = computed<readonly Escalation[]>(() => {
    const now = this.clock.now();
    return (this.live.value() ?? []).filter(
      ({ endedAt, status }) => endedAt === undefined || now - Date.parse(endedAt) < (STAYS_MS[status] ?? 0),
    );
  });
  readonly ringing = computed(
    () => (this.live.value() ?? []).filter((escalation) => escalation.status === 'calling').length,
  );
  /** A phone of the viewer's own should be ringing now. */
  readonly ringsMe = computed(() => {
    const me = this.session.user()?.userId;
    return (this.live.value() ?? []).some((run) =>
      run.calls.some(
        (call) => call.userId === me && (call.status === 'calling' || call.status === 'reading'),
      ),
    );
  });
  readonly stateOfTeam = computed(() => {
    const states = new Map<string, 'ring' | 'wait'>();
    for (const { teamId, status } of this.live.value() ?? []) {
      if (status === 'calling') states.set(teamId, 'ring');
      else if (status === 'delayed' && !states.has(teamId)) states.set(teamId, 'wait');
    }
    return states;
  });

  refresh(): void {
    this.live.refresh();
  }

  /** What is live, however old, and what was started last: it may have ended before anybody looked. */
  private async load(): Promise<readonly Escalation[]> {
    const [live, lately] = await Promise.all([
      this.api.invoke(listEscalations, { live: true, pageSize: 100 }),
      this.api.invoke(listEscalations, { pageSize: LATELY }),
    ]);
    const byId = new Map([...lately.escalations, ...live.escalations].map((run) => [run.escalationId, run]));
    return [...byId.values()];
  }
}

function counted(count: number | undefined): string {
  if (count === undefined || count === 0) return '';
  return count >= COUNTED ? `${COUNTED - 1}+` : String(count);
}
