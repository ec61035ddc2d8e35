import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { Confirm } from '../design/confirm-dialog';
import { problemText } from '../design/problem-note';
import { Texts } from '../design/text/texts';
import { Clock } from '../design/time/clock';
import { Toasts } from '../design/toasts';
import { liveQuery } from '../session/live-query';
import { toProblem } from '../session/problem';
import { AccountApi } from './account-api';

/** The second factor of somebody whom an admin looks at: it can be taken away, when everything is lost. */
@Component({
  selector: 'barry-factor-of',
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'contents' },
  template: `
    <section class="set">
      <h2>{{ t('factor.of', { name: name() }) }}</h2>
      @if (query.value()) {
        @if (mine(); as factor) {
          <p class="row-fields">
            <span class="t2">{{ t('factor.on', { time: clock.dayAndTime(factor.since) }) }}</span>
            <button type="button" class="btn" (click)="take()">{{ t('factor.take') }}</button>
          </p>
        } @else {
          <p class="t3">{{ t('factor.none') }}</p>
        }
      }
    </section>
  `,
})
export class FactorOf {
  readonly userId = input.required<string>();
  readonly name = input.required<string>();
  private readonly api = inject(AccountApi);
  private readonly toasts = inject(Toasts);
  private readonly confirm = inject(Confirm);
  private readonly texts = inject(Texts);
  protected readonly clock = inject(Clock);
  protected readonly t = this.texts.t;
  protected readonly query = liveQuery({
    params: this.userId,
    load: () => this.api.factorOwners(),
    when: (event, userId) => event.userId === userId,
  });
  protected readonly mine = computed(() =>
    this.query.value()?.find((owner) => owner.userId === this.userId()),
  );

  protected async take(): Promise<void> {
    const name = this.name();
    const sure = await this.confirm.ask({
      title: this.t('factor.of', { name }),
      text: this.t('factor.takeAsk', { name }),
      does: this.t('factor.take'),
    });
    if (!sure) return;
    try {
      await this.api.takeFactor(this.userId());
      this.toasts.tell(this.t('factor.taken', { name }));
    } catch (error) {
      this.toasts.fail(problemText(toProblem(error), this.texts));
    }
    this.query.refresh();
  }
}
