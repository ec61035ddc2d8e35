import { ChangeDetectionStrategy, Component, computed, inject, input, output } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Avatar } from '../design/avatar';
import { BarryIcon } from '../design/icon';
import { SeverityMark } from '../design/severity-mark';
import { Texts } from '../design/text/texts';
import { Clock } from '../design/time/clock';
import { stopwatch } from '../design/time/format';
import { callTrack } from '../design/track/call-track';
import { MiniTrack } from '../design/track/mini-track';
import { trackEndLook, trackEndText } from '../design/track/track-words';
import type { Escalation } from '../generated/api/models';
import { Session } from '../session/session';
import { tellingCall } from './board';
import { BoardActions } from './board-actions';

/** An escalation that is not the viewer's: one quiet line. Its title opens it. */
@Component({
  selector: 'barry-board-line',
  imports: [Avatar, BarryIcon, MiniTrack, RouterLink, SeverityMark],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'slim' },
  template: `
    @let line = run();
    <barry-severity [level]="line.severity" />
    <button type="button" class="tt" data-row [title]="line.title" (click)="opened.emit()">
      <b>{{ line.title }}</b>
    </button>
    <span class="who">
      <barry-avatar [id]="line.teamId" [name]="line.teamName" kind="team" [size]="18" />
      <span>{{ line.teamName }}</span>
    </span>
    <barry-mini-track [call]="call()" />
    <span class="ss">
      @if (line.status === 'delayed') {
        @for (person of line.next.slice(0, 2); track person.userId) {
          <barry-avatar [id]="person.userId" [name]="person.name" [size]="18" [label]="true" />
        }
        <b>{{ t('now.ringsIn', { time: ringsIn() }) }}</b><span class="t3">{{
          t('now.unlessResolved')
        }}</span>
      } @else if (call()) {
        <barry-avatar [id]="call()!.userId" [name]="call()!.userName" [size]="18" />
        <span>{{ call()!.userName }}</span>
        <b class="out" [class]="look()">{{ end() }}</b>
      } @else {
        <span [class]="line.status === 'exhausted' ? 'c-critical' : 't3'">{{
          texts.word('status', line.status)
        }}</span>
      }
    </span>
    @if (line.incidentId) {
      <a class="link" [routerLink]="['/incidents', line.incidentId]">{{ 'INC-' + line.incidentNumber }}</a>
    } @else if (line.status === 'delayed' && mayControl()) {
      <button type="button" class="btn sm" [disabled]="actions.busy()" (click)="actions.nextStep(line)">
        {{ t('now.ringNow') }}
      </button>
    } @else if (line.status === 'accepted') {
      <button type="button" class="btn sm" [disabled]="actions.busy()" (click)="actions.incident(line)">
        <svg barryIcon="plus" class="s14"></svg>{{ t('now.incident') }}
      </button>
    } @else {
      <span class="t3 mono">{{ 'ESC-' + line.number }}</span>
    }
  `,
})
export class BoardLine {
  readonly run = input.required<Escalation>();
  readonly opened = output();
  private readonly clock = inject(Clock);
  private readonly session = inject(Session);
  protected readonly actions = inject(BoardActions);
  protected readonly texts = inject(Texts);
  protected readonly t = this.texts.t;
  protected readonly call = computed(() => tellingCall(this.run()));
  private readonly track = computed(() => {
    const call = this.call();
    return call === undefined ? undefined : callTrack(call, this.clock.now()).end;
  });
  protected readonly end = computed(() => {
    const end = this.track();
    return end === undefined ? '' : trackEndText(end, this.texts);
  });
  protected readonly look = computed(() => {
    const end = this.track();
    return end === undefined ? '' : trackEndLook(end);
  });
  protected readonly ringsIn = computed(() => {
    const { ringsAt } = this.run();
    return ringsAt === undefined ? '' : stopwatch(Date.parse(ringsAt) - this.clock.now());
  });
  protected readonly mayControl = computed(() => this.session.responds(this.run().teamId));
}
