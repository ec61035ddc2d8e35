import { ChangeDetectionStrategy, Component, computed, inject, input, linkedSignal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { BarryIcon } from '../design/icon';
import { ProblemNote } from '../design/problem-note';
import { SeverityMark } from '../design/severity-mark';
import { Skeleton } from '../design/skeleton';
import { Texts } from '../design/text/texts';
import { Clock } from '../design/time/clock';
import { liveQuery } from '../session/live-query';
import { PageTop } from '../session/page-top';
import { ExplainedPeople } from './explained-people';
import { ExplainedStory } from './explained-story';
import { ExplanationApi, type Wish } from './explanation-api';
import { SaidList } from './said-list';

/** Why these people, and why was I not called? In short first; then everybody, the rules, and each moment. */
@Component({
  selector: 'barry-explanation-page',
  imports: [
    BarryIcon,
    ExplainedPeople,
    ExplainedStory,
    PageTop,
    ProblemNote,
    RouterLink,
    SaidList,
    SeverityMark,
    Skeleton,
  ],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'main' },
  templateUrl: './explanation-page.html',
})
export class ExplanationPage {
  readonly escalationId = input<string>();
  readonly alertId = input<string>();
  /** `?user=`: whose verdict is wanted as well. */
  readonly user = input<string>();
  private readonly api = inject(ExplanationApi);
  private readonly clock = inject(Clock);
  protected readonly texts = inject(Texts);
  protected readonly t = this.texts.t;
  protected readonly asked = linkedSignal(() => this.user());
  protected readonly query = liveQuery({
    params: (): Wish => ({
      escalationId: this.escalationId(),
      alertId: this.alertId(),
      locale: this.texts.language(),
      timeZone: this.clock.timeZone() ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
      userId: this.asked(),
    }),
    load: (wish) => this.api.explanation(wish),
    when: ({ escalationId, alertId, kind }, wish) =>
      wish.alertId === undefined
        ? escalationId === wish.escalationId
        : alertId === wish.alertId || kind.startsWith('escalation.') || kind === 'call.changed',
  });
  protected readonly name = computed(() => {
    const one = this.query.value();
    if (!one) return undefined;
    return `${one.escalationId === undefined ? 'ALT' : 'ESC'}-${one.number}`;
  });
}
