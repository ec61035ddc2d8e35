import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Avatar } from '../design/avatar';
import { BarryIcon } from '../design/icon';
import { Texts } from '../design/text/texts';
import { Clock } from '../design/time/clock';
import { TimeAgo } from '../design/time/time-ago';
import type { Device, Duty } from '../generated/api/models';
import { LiveBoard } from '../session/live-board';
import { liveQuery } from '../session/live-query';
import { Session } from '../session/session';
import { NowApi } from './now-api';
import { findWarnings } from './warnings';

const MINUTES_5 = 300_000;

/** Who is on duty now and next, what needs a look before it bites, and whether my phones ring. */
@Component({
  selector: 'barry-duty-column',
  imports: [Avatar, BarryIcon, RouterLink, TimeAgo],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'rr scroll', role: 'complementary', '[attr.aria-label]': 't("now.sideLabel")' },
  templateUrl: './duty-column.html',
})
export class DutyColumn {
  readonly mine = input.required<boolean>();
  private readonly api = inject(NowApi);
  private readonly session = inject(Session);
  protected readonly clock = inject(Clock);
  protected readonly board = inject(LiveBoard);
  protected readonly texts = inject(Texts);
  protected readonly t = this.texts.t;

  private readonly slot = computed(() => Math.floor(this.clock.now() / MINUTES_5));
  private readonly duties = liveQuery({
    params: this.slot,
    load: this.api.duties,
    when: (event) => event.kind.startsWith('schedule'),
  });
  protected readonly devices = liveQuery({
    params: this.slot,
    load: this.api.myDevices,
    when: (event) => event.kind.startsWith('device'),
  });
  private readonly integrations = liveQuery({
    params: this.slot,
    load: this.api.integrations,
    when: (event) => event.kind.startsWith('integration'),
  });

  private readonly tokens = liveQuery({ params: this.slot, load: this.api.myTokens });

  private readonly isMine = computed(() => {
    const teams = new Set(this.session.teams().map((team) => team.teamId));
    return (teamId: string): boolean => !this.mine() || teams.has(teamId);
  });
  protected readonly shownDuties = computed(() =>
    (this.duties.value() ?? []).filter((duty) => this.isMine()(duty.teamId)),
  );
  protected readonly warnings = computed(() =>
    findWarnings({
      duties: this.shownDuties(),
      devices: this.devices.value(),
      integrations: (this.integrations.value() ?? []).filter((one) => this.isMine()(one.teamId)),
      tokens: this.tokens.value() ?? [],
      words: (at) => this.clock.dayAndTime(at),
      now: this.clock.now(),
    }),
  );

  protected range(duty: Duty): string {
    const { next } = duty;
    if (next === undefined) return '';
    const sameDay = next.from.slice(0, 10) === next.until.slice(0, 10);
    return `${this.clock.short(next.from)}–${sameDay ? this.clock.time(next.until) : this.clock.short(next.until)}`;
  }

  protected deviceLook(device: Device): string {
    if (device.readiness === 'ok') return 'c-taken';
    return device.readiness === 'fail' ? 'c-critical' : 'c-warning';
  }
}
