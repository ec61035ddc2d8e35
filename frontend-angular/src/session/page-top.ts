import { ChangeDetectionStrategy, Component, inject, input } from '@angular/core';
import { BarryIcon } from '../design/icon';
import { Texts } from '../design/text/texts';
import { Commands, type EscalateWish } from './commands';
import { Session } from './session';

/** The bar on top of every page: where one is, what one can do; the last button is always Escalate. */
@Component({
  selector: 'barry-top',
  imports: [BarryIcon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'contents' },
  template: `
    <header class="top">
      <div class="crumb"><ng-content select="[crumb]" /></div>
      <div class="acts">
        <ng-content select="[acts]" />
        @if (session.can('escalations.start') || session.teams().length > 0) {
          <button type="button" class="btn escal" (click)="commands.escalate.next(wish())">
            <svg barryIcon="phonecall"></svg>{{ t('shell.escalate') }} <kbd aria-hidden="true">E</kbd>
          </button>
        }
      </div>
    </header>
  `,
})
export class PageTop {
  /** What the escalate dialog should start with here. */
  readonly wish = input<EscalateWish>({});
  protected readonly commands = inject(Commands);
  protected readonly session = inject(Session);
  protected readonly t = inject(Texts).t;
}
