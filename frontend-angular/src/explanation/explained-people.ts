import { ChangeDetectionStrategy, Component, computed, inject, input, output } from '@angular/core';
import { Avatar } from '../design/avatar';
import { Texts } from '../design/text/texts';
import type { Explanation, Verdict } from '../generated/api/models';
import { Directory } from '../session/directory';
import { SaidList } from './said-list';

const PILLS: Readonly<Record<Verdict, string>> = {
  took: 'ok',
  ringing: 'ring',
  called: 'acc',
  declined: 'warn',
  'not-called': 'no',
};

/** For everybody one verdict: called or not, and why. */
@Component({
  selector: 'barry-explained-people',
  imports: [Avatar, SaidList],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'contents' },
  template: `
    <section aria-labelledby="explain-people">
      <div class="sec">
        <h2 id="explain-people">{{ t('explain.people') }}</h2>
        <div class="r">
          <label for="explain-ask">{{ t('explain.ask') }}</label>
          <select id="explain-ask" class="input ask" (change)="ask($event)">
            <option value="">–</option>
            @for (user of others(); track user.userId) {
              <option [value]="user.userId" [selected]="user.userId === asked()">{{ user.name }}</option>
            }
          </select>
        </div>
      </div>
      <table class="explained">
        <thead>
          <tr>
            <th class="c-who">{{ t('explain.who') }}</th>
            <th class="c-verdict">{{ t('explain.verdict') }}</th>
            <th>{{ t('explain.because') }}</th>
          </tr>
        </thead>
        <tbody>
          @for (person of explanation().people; track person.userId) {
            <tr [class.asked]="person.userId === asked()">
              <td>
                <span class="who">
                  <barry-avatar [id]="person.userId" [name]="person.name" />
                  <span class="stack">
                    <b>{{ person.name }}</b>
                    @if (person.role) {
                      <span class="t3 small">{{ texts.word('teamRole', person.role) }}</span>
                    }
                  </span>
                </span>
              </td>
              <td>
                <span class="pill" [class]="pill(person.verdict)">{{
                  texts.word('verdict', person.verdict)
                }}</span>
              </td>
              <td class="wraps">
                <p>{{ person.because.text }}</p>
                @if (person.details.length > 0) {
                  <details>
                    <summary>{{ t('explain.details') }}</summary>
                    <barry-said [sentences]="person.details" />
                  </details>
                }
              </td>
            </tr>
          }
        </tbody>
      </table>
    </section>
  `,
})
export class ExplainedPeople {
  readonly explanation = input.required<Explanation>();
  readonly asked = input<string>();
  readonly askFor = output<string | undefined>();
  private readonly directory = inject(Directory);
  protected readonly texts = inject(Texts);
  protected readonly t = this.texts.t;
  /** Whoever stands in the table already need not be asked about. */
  protected readonly others = computed(() => {
    const shown = new Set(this.explanation().people.map((person) => person.userId));
    return this.directory.users().filter(({ userId }) => !shown.has(userId) || userId === this.asked());
  });

  constructor() {
    this.directory.start();
  }

  protected pill(verdict: Verdict): string {
    return PILLS[verdict];
  }

  protected ask(event: Event): void {
    const { value } = event.target as HTMLSelectElement;
    this.askFor.emit(value === '' ? undefined : value);
  }
}
