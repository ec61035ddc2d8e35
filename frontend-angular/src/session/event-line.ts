import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Avatar } from '../design/avatar';
import { Texts } from '../design/text/texts';
import { TimeAgo } from '../design/time/time-ago';
import type { Event } from '../generated/api/models';
import { Directory } from './directory';
import { eventSentence } from './event-words';
import { ServiceMark } from './service-mark';

/** One event as a line: when, who, what, whose. */
@Component({
  selector: 'barry-event-line',
  imports: [Avatar, RouterLink, ServiceMark, TimeAgo],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'event' },
  template: `
    @let one = event();
    <span class="mono t3"><barry-ago [at]="one.at" form="seconds" /></span>
    @if (one.actorId) {
      <barry-avatar [id]="one.actorId" [name]="one.actorName ?? '?'" [size]="18" />
    } @else {
      <i class="dot" aria-hidden="true"></i>
    }
    <span class="event-text">
      @if (link(); as path) {
        <a data-row [routerLink]="path.to" [queryParams]="path.query">{{ sentence() }}</a>
      } @else {
        {{ sentence() }}
      }
      <barry-service-mark [userId]="one.actorId" />
    </span>
    @if (team(); as found) {
      <span class="who event-team">
        <barry-avatar [id]="found.teamId" [name]="found.name" kind="team" [size]="18" /><span>{{
          found.name
        }}</span>
      </span>
    }
  `,
})
export class EventLine {
  readonly event = input.required<Event>();
  private readonly texts = inject(Texts);
  private readonly directory = inject(Directory);
  protected readonly sentence = computed(() =>
    eventSentence(this.event(), (id) => this.directory.user(id)?.name, this.texts),
  );
  protected readonly team = computed(() => this.directory.team(this.event().teamIds[0]));
  protected readonly link = computed(() => {
    const { incidentId, alertId } = this.event();
    if (incidentId !== undefined) return { to: ['/incidents', incidentId], query: {} };
    return alertId === undefined ? undefined : { to: ['/alerts'], query: { alert: alertId } };
  });
}
