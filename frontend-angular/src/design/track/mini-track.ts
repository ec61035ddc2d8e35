import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { Texts } from '../text/texts';
import { Clock } from '../time/clock';
import { callTrack, type NodeLook, type TrackCall } from './call-track';
import { trackEndText } from './track-words';

/** The same five nodes, 100 px wide, no words; what it shows is said to screen readers. */
@Component({
  selector: 'barry-mini-track',
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'contents' },
  template: `
    <span class="mini" role="img" [attr.aria-label]="label()">
      @for (look of looks(); track $index) {
        @if (!$first) {
          <u [class.d]="look === 'todo' || look === 'off'"></u>
        }
        <i [class]="CSS[look]"></i>
      }
    </span>
  `,
})
export class MiniTrack {
  /** Absent: nobody is called yet. */
  readonly call = input.required<TrackCall | undefined>();
  private readonly clock = inject(Clock);
  private readonly texts = inject(Texts);
  protected readonly CSS = CSS;
  private readonly track = computed(() => {
    const call = this.call();
    return call === undefined ? undefined : callTrack(call, this.clock.now());
  });
  protected readonly looks = computed<readonly NodeLook[]>(
    () => this.track()?.nodes.map((node) => node.look) ?? ['todo', 'todo', 'todo', 'todo', 'todo'],
  );
  protected readonly label = computed(() => {
    const track = this.track();
    return track === undefined ? this.texts.t('track.notYet') : trackEndText(track.end, this.texts);
  });
}

const CSS: Record<NodeLook, string> = {
  past: '',
  live: 'r',
  reading: 'b',
  yes: 'g',
  no: 'xx',
  missed: 'm',
  skipped: '',
  todo: 'z',
  off: 'z',
};
