import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { Avatar } from '../avatar';
import { BarryIcon } from '../icon';
import { Texts } from '../text/texts';
import { Clock } from '../time/clock';
import { trackSeconds } from '../time/format';
import { callTrack, type TrackCall, type TrackNode } from './call-track';
import { trackEndLook, trackEndText } from './track-words';

/** One person's call on the board: five stages with the seconds of each, and how it stands. */
@Component({
  selector: 'barry-track-row',
  imports: [Avatar, BarryIcon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'contents' },
  template: `
    <div class="track row" role="row" [class.you]="you()">
      <span class="who" role="rowheader">
        <barry-avatar [id]="userId()" [name]="name()" />
        <b>{{ name() }}</b>
        @if (you()) {
          <span class="pill acc">{{ t('track.you') }}</span>
        }
      </span>
      @for (node of track().nodes; track node.column) {
        <span
          class="stg"
          role="cell"
          [class]="css(node)"
          [class.last]="node.column === 'reply'"
          [style.--p]="node.filled === undefined ? null : (100 * node.filled).toFixed(1) + '%'"
        >
          <span>{{ text(node) }}</span>
          <span class="vh">{{ said(node) }}</span>
        </span>
      }
      <span class="out" role="cell" [class]="endLook()">{{ end() }}</span>
    </div>
    @if (track().phone !== 'none') {
      <div class="track sub" role="row">
        <span class="elb" role="cell"><svg barryIcon="phonecall" class="s14"></svg>{{ phone() }}</span>
        @for (node of track().phoneNodes; track node.column) {
          <span
            class="stg"
            role="cell"
            [class]="css(node)"
            [class.last]="node.column === 'reply'"
            [style.--p]="node.filled === undefined ? null : (100 * node.filled).toFixed(1) + '%'"
          >
            <span>{{ text(node) }}</span>
          </span>
        }
      </div>
    }
  `,
})
export class TrackRow {
  readonly call = input.required<TrackCall>();
  readonly userId = input.required<string>();
  readonly name = input.required<string>();
  readonly you = input(false);
  private readonly clock = inject(Clock);
  private readonly texts = inject(Texts);
  protected readonly t = this.texts.t;
  protected readonly track = computed(() => callTrack(this.call(), this.clock.now()));
  protected readonly end = computed(() => trackEndText(this.track().end, this.texts));
  protected readonly endLook = computed(() => trackEndLook(this.track().end));
  protected readonly phone = computed(() => {
    const phone = this.track().phone;
    return phone === 'none' ? '' : this.t(`track.phone-${phone}`);
  });

  protected css(node: TrackNode): string {
    return CSS_OF_LOOK[node.look];
  }

  protected text(node: TrackNode): string {
    if (node.look === 'missed') return this.t('track.noReceipt');
    if (node.look === 'live') return this.t('track.ringing');
    return node.ms === undefined ? '' : trackSeconds(node.ms);
  }

  /** For who cannot see dots and lines. */
  protected said(node: TrackNode): string {
    if (node.look === 'todo' || node.look === 'off') return this.t('track.notYet');
    if (node.look === 'yes') return this.t('track.accepted');
    if (node.look === 'no') return this.t('track.declined');
    return node.ms === undefined && node.look === 'past' ? this.t('track.passed') : '';
  }
}

const CSS_OF_LOOK: Record<TrackNode['look'], string> = {
  past: '',
  live: 'live',
  reading: 'rd',
  yes: 'yes',
  no: 'no',
  missed: 'miss',
  skipped: 'skipped',
  todo: 'todo',
  off: 'off',
};
