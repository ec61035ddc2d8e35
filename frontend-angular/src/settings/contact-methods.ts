import { ChangeDetectionStrategy, Component, inject, input, signal } from '@angular/core';
import { FormsModule } from '@angular/forms';
import { BarryIcon } from '../design/icon';
import { ProblemNote } from '../design/problem-note';
import { Texts } from '../design/text/texts';
import type { ContactKind } from '../generated/api/models';
import { liveQuery } from '../session/live-query';
import { type Problem, toProblem } from '../session/problem';
import { SettingsApi } from './settings-api';

@Component({
  selector: 'barry-contact-methods',
  imports: [BarryIcon, FormsModule, ProblemNote],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'contents' },
  template: `
    <section class="set">
      <h2>{{ t('contact.title') }}</h2>
      <ul class="set-list">
        @for (one of query.value(); track one.contactMethodId) {
          <li>
            <svg
              [barryIcon]="one.kind === 'phone' ? 'phonecall' : one.kind === 'email' ? 'mail' : 'at'"
            ></svg>
            <span
              ><b>{{ one.target }}</b
              ><small class="t2"
                >{{ one.label || texts.word('contactKind', one.kind) }} ·
                {{ one.verified ? t('contact.verified') : t('contact.unverified') }}</small
              ></span
            >
            <span class="r">
              <button
                type="button"
                class="btn sm ghost"
                [attr.aria-label]="t('picker.remove', { name: one.target })"
                (click)="remove(one.contactMethodId)"
              >
                <svg barryIcon="trash" class="s14"></svg>
              </button>
            </span>
          </li>
        } @empty {
          <li class="t3">{{ t('contact.none') }}</li>
        }
      </ul>
      <form class="row-fields" (ngSubmit)="add()">
        <label class="field">
          <span>{{ t('contact.kind') }}</span>
          <select class="input" name="kind" [(ngModel)]="kind">
            @for (one of kinds; track one) {
              <option [value]="one">{{ texts.word('contactKind', one) }}</option>
            }
          </select>
        </label>
        <label class="field">
          <span>{{ t('contact.target') }}</span>
          <input
            name="target"
            maxlength="200"
            [(ngModel)]="target"
            [attr.aria-invalid]="problem() !== undefined"
          />
        </label>
        <label class="field"
          ><span>{{ t('contact.label') }}</span
          ><input name="label" maxlength="60" [(ngModel)]="label"
        /></label>
        <button type="submit" class="btn" [disabled]="target().trim().length < 3">
          {{ t('common.add') }}
        </button>
      </form>
      @if (problem(); as failure) {
        <barry-problem [failure]="failure" />
      }
    </section>
  `,
})
export class ContactMethods {
  readonly userId = input.required<string>();
  private readonly api = inject(SettingsApi);
  protected readonly texts = inject(Texts);
  protected readonly t = this.texts.t;
  protected readonly kinds: readonly ContactKind[] = ['phone', 'email', 'chat'];
  protected readonly kind = signal<ContactKind>('phone');
  protected readonly target = signal('');
  protected readonly label = signal('');
  protected readonly problem = signal<Problem | undefined>(undefined);
  protected readonly query = liveQuery({ params: this.userId, load: (id) => this.api.contactMethods(id) });

  protected async add(): Promise<void> {
    this.problem.set(undefined);
    try {
      await this.api.addContactMethod(this.userId(), this.kind(), this.target().trim(), this.label().trim());
      this.target.set('');
      this.label.set('');
    } catch (error) {
      this.problem.set(toProblem(error));
    }
    this.query.refresh();
  }

  protected async remove(id: string): Promise<void> {
    try {
      await this.api.removeContactMethod(this.userId(), id);
    } catch (error) {
      this.problem.set(toProblem(error));
    }
    this.query.refresh();
  }
}
