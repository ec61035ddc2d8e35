import { computed, inject, Injectable } from '@angular/core';
import { Texts } from '../design/text/texts';
import { Clock } from '../design/time/clock';
import { Api } from '../generated/api/api';
import { onDuty } from '../generated/api/functions';
import { liveQuery } from '../session/live-query';
import { Session } from '../session/session';

const QUARTER_MS = 900_000;

/** The line under the own name: on duty until when, or when next. */
@Injectable({ providedIn: 'root' })
export class MyDuty {
  private readonly api = inject(Api);
  private readonly clock = inject(Clock);
  private readonly t = inject(Texts).t;
  private readonly session = inject(Session);
  private readonly query = liveQuery({
    params: () => {
      const userId = this.session.user()?.userId;
      // Shifts begin and end without an event: look again every quarter of an hour.
      return userId === undefined
        ? undefined
        : { userId, quarter: Math.floor(this.clock.now() / QUARTER_MS) };
    },
    load: async ({ userId }) => (await this.api.invoke(onDuty, { userId })).duties,
    when: (event) => event.kind.startsWith('schedule'),
  });

  private readonly current = computed(() => {
    const me = this.session.user()?.userId;
    return this.query.value()?.find((duty) => duty.now?.userId === me)?.now;
  });
  readonly onDuty = computed(() => this.current() !== undefined);
  readonly line = computed(() => {
    const until = this.current()?.until;
    return until === undefined
      ? this.t('nav.offDuty')
      : this.t('nav.onDutyUntil', { time: this.clock.short(until) });
  });
}
