import { ChangeDetectionStrategy, Component, computed, inject, input, model, signal } from '@angular/core';
import { Avatar } from '../design/avatar';
import { BarryIcon } from '../design/icon';
import { Texts } from '../design/text/texts';
import { Directory } from '../session/directory';

/** A searchable list of people with check boxes; what is chosen stays visible as chips. */
@Component({
  selector: 'barry-people-picker',
  imports: [Avatar, BarryIcon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'picker' },
  template: `
    <div class="picker-chosen">
      @for (user of chosenUsers(); track user.userId) {
        <button
          type="button"
          class="chip on"
          (click)="toggle(user.userId)"
          [attr.aria-label]="t('picker.remove', { name: user.name })"
        >
          <barry-avatar [id]="user.userId" [name]="user.name" [size]="14" />{{ user.name
          }}<svg barryIcon="x"></svg>
        </button>
      }
    </div>
    <input
      class="input"
      type="search"
      [attr.aria-label]="t('picker.search')"
      [placeholder]="t('picker.search')"
      [value]="question()"
      (input)="ask($event)"
    />
    <ul class="picker-list" tabindex="0" [attr.aria-label]="t('picker.people')">
      @for (user of found(); track user.userId) {
        <li>
          <label>
            <input
              [type]="single() ? 'radio' : 'checkbox'"
              name="picker"
              [checked]="chosen().includes(user.userId)"
              (change)="toggle(user.userId)"
            />
            <barry-avatar [id]="user.userId" [name]="user.name" /><span>{{ user.name }}</span>
            <small class="t3">{{ teamsOf(user.userId) }}</small>
          </label>
        </li>
      } @empty {
        <li class="t3">{{ t('picker.none') }}</li>
      }
    </ul>
  `,
})
export class PeoplePicker {
  readonly chosen = model<readonly string[]>([]);
  readonly single = input(false);
  readonly without = input<readonly string[]>([]);
  private readonly directory = inject(Directory);
  protected readonly t = inject(Texts).t;
  protected readonly question = signal('');
  protected readonly chosenUsers = computed(() =>
    this.chosen().flatMap((id) => {
      const user = this.directory.user(id);
      return user === undefined ? [] : [user];
    }),
  );
  protected readonly found = computed(() => {
    const words = this.question().toLowerCase().split(/\s+/).filter(Boolean);
    const without = new Set(this.without());
    return this.directory
      .users()
      .filter(({ kind }) => kind === 'person')
      .filter((user) => !user.disabled && !without.has(user.userId))
      .filter((user) => {
        const text = `${user.name} ${user.email} ${this.teamsOf(user.userId)}`.toLowerCase();
        return words.every((word) => text.includes(word));
      })
      .slice(0, 50);
  });

  constructor() {
    this.directory.start();
  }

  protected teamsOf(userId: string): string {
    return this.directory
      .teams()
      .filter((team) => team.members.some((member) => member.userId === userId))
      .map((team) => team.name)
      .join(', ');
  }

  protected ask(event: Event): void {
    this.question.set((event.target as HTMLInputElement).value);
  }

  protected toggle(id: string): void {
    if (this.single()) this.chosen.set(this.chosen().includes(id) ? [] : [id]);
    else this.chosen.update((all) => (all.includes(id) ? all.filter((other) => other !== id) : [...all, id]));
  }
}
