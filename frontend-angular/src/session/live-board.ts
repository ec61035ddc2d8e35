import { computed, effect, inject, Injectable, signal, untracked } from '@angular/core';
import { Clock } from '../design/time/clock';
import { Api } from '../generated/api/api';
import { getEscalation, listAlerts, listEscalations, listIncidents } from '../generated/api/functions';
import type { Escalation } from '../generated/api/models';
import { liveQuery } from './live-query';
import { Session } from './session';

/** How long an ended escalation stays on the board, so that nobody wonders where it went. */
const STAYS_MS = 60_000;
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
    load: async () => (await this.api.invoke(listEscalations, { live: true, pageSize: 100 })).escalations,
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

  private readonly ended = signal<readonly Escalation[]>([]);
  readonly loaded = computed(() => this.live.value() !== undefined);
  readonly problem = this.live.problem;
  readonly incidentCount = computed(() => counted(this.openIncidents.value()));
  readonly alertCount = computed(() => counted(this.firing.value()));

  /** Live escalations, and those that ended within the last minute. */
  readonly escalations = computed<readonly Escalation[]>(() => {
    const live = this.live.value() ?? [];
    const ids = new Set(live.map((escalation) => escalation.escalationId));
    const now = this.clock.now();
    const recent = this.ended().filter(
      ({ escalationId, endedAt }) =>
        !ids.has(escalationId) && endedAt !== undefined && now - Date.parse(endedAt) < STAYS_MS,
    );
    return [...live, ...recent];
  });
  readonly ringing = computed(
    () => (this.live.value() ?? []).filter((escalation) => escalation.status === 'calling').length,
  );
  readonly stateOfTeam = computed(() => {
    const states = new Map<string, 'ring' | 'wait'>();
    for (const { teamId, status } of this.live.value() ?? []) {
      if (status === 'calling') states.set(teamId, 'ring');
      else if (status === 'delayed' && !states.has(teamId)) states.set(teamId, 'wait');
    }
    return states;
  });

  constructor() {
    let before: readonly Escalation[] = [];
    effect(() => {
      const now = this.live.value() ?? [];
      const ids = new Set(now.map((escalation) => escalation.escalationId));
      const gone = before.filter((escalation) => !ids.has(escalation.escalationId));
      before = now;
      untracked(() => gone.forEach(({ escalationId }) => void this.keep(escalationId)));
    });
  }

  refresh(): void {
    this.live.refresh();
  }

  private async keep(escalationId: string): Promise<void> {
    const view = await this.api.invoke(getEscalation, { escalationId }).catch(() => undefined);
    if (view === undefined) return;
    this.ended.update((all) => [
      ...all.filter((other) => other.escalationId !== escalationId).slice(-20),
      view,
    ]);
  }
}

function counted(count: number | undefined): string {
  if (count === undefined || count === 0) return '';
  return count >= COUNTED ? `${COUNTED - 1}+` : String(count);
}
