import { ChangeDetectionStrategy, Component, computed, inject, input, signal } from '@angular/core';
import { FormsModule } from '@angular/forms';
import { BarryIcon } from '../design/icon';
import { ProblemNote } from '../design/problem-note';
import { Texts } from '../design/text/texts';
import type { ContactKind } from '../generated/api/models';
import { liveQuery } from '../session/live-query';
import { type Problem, toProblem } from '../session/problem';
import { ProofNote } from './proof-note';
import { SettingsApi } from './settings-api';

@Component({
  selector: 'barry-contact-methods',
  imports: [BarryIcon, FormsModule, ProblemNote, ProofNote],
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
              >
              @if (one.proof; as proof) {
                <small class="t2"><barry-proof [proof]="proof" /></small>
              }
            </span>
            <span class="r">
              @if (!one.verified && one.kind !== 'chat') {
                <button type="button" class="btn sm" (click)="sendCode(one.contactMethodId)">
                  {{ t('contact.sendCode') }}
                </button>
              }
              <button
                type="button"
                class="btn sm ghost"
                [attr.aria-label]="t('picker.remove', { name: one.target })"
                (click)="remove(one.contactMethodId)"
              >
                <svg barryIcon="trash" class="s14"></svg>
              </button>
            </span>
            @if (proving()?.id === one.contactMethodId) {
              <form class="row-fields" (ngSubmit)="confirm()">
                <label class="field">
                  <span>{{ t('contact.code') }}</span>
                  <input
                    name="code"
                    inputmode="numeric"
                    autocomplete="one-time-code"
                    maxlength="6"
                    [(ngModel)]="code"
                    [attr.aria-invalid]="problem() !== undefined && isAboutCode()"
                  />
                </label>
                <button type="submit" class="btn primary" [disabled]="!isCode()">
                  {{ t('contact.confirm') }}
                </button>
                <small class="t2" role="status">{{
                  t('contact.sentBy', { name: proving()?.by ?? '' })
                }}</small>
              </form>
            }
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
            [attr.aria-invalid]="problem() !== undefined && !isAboutCode()"
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
  protected readonly isAboutCode = signal(false);
  /** The one whose code is asked for. */
  protected readonly proving = signal<{ readonly id: string; readonly by: string } | undefined>(undefined);
  protected readonly code = signal('');
  protected readonly isCode = computed(() => /^\d{6}$/.test(this.code()));
  protected readonly query = liveQuery({
    params: this.userId,
    load: (id) => this.api.contactMethods(id),
    when: (event) => event.kind === 'call.changed',
  });

  protected async add(): Promise<void> {
    this.isAboutCode.set(false);
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

  protected async sendCode(id: string): Promise<void> {
    this.isAboutCode.set(true);
    this.problem.set(undefined);
    try {
      const { by } = await this.api.sendCode(this.userId(), id);
      this.code.set('');
      this.proving.set({ id, by });
    } catch (error) {
      this.problem.set(toProblem(error));
    }
  }

  protected async confirm(): Promise<void> {
    const proving = this.proving();
    if (!proving) return;
    this.isAboutCode.set(true);
    this.problem.set(undefined);
    try {
      await this.api.confirmContactMethod(this.userId(), proving.id, this.code());
      this.proving.set(undefined);
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
