import { Component, inject, output, signal } from '@angular/core';
import { FormsModule } from '@angular/forms';
import { Icon, type IconName } from '../design/icon';
import { Sheet } from '../design/sheet';
import type { PlainKey } from '../texts/text-types';
import { Texts } from '../texts/texts';

interface Reason {
  /** What goes over the wire; each reader sees it in their own language. */
  readonly code: string;
  readonly icon: IconName;
  readonly text: PlainKey;
}

/** "I can't, because…": one tap on a reason declines. */
@Component({
  selector: 'bar-cant-sheet',
  imports: [FormsModule, Icon, Sheet],
  template: `
    <bar-sheet [label]="t('cant.title')" (closed)="closed.emit()">
      <h2>{{ t('cant.title') }}</h2>
      <p class="dim">{{ t('cant.lead') }}</p>
      @if (!isOther()) {
        <div class="reasons">
          @for (reason of reasons; track reason.code) {
            <button type="button" class="btn" (click)="declined.emit(reason.code)">
              <bar-icon [name]="reason.icon" />{{ t(reason.text) }}
            </button>
          }
          <button type="button" class="btn" (click)="isOther.set(true)">
            <bar-icon name="pencil" />{{ t('cant.other') }}
          </button>
        </div>
      } @else {
        <form (ngSubmit)="declined.emit(words.trim() || 'other')">
          <label class="field"
            >{{ t('cant.otherReason')
            }}<input name="words" maxlength="200" [(ngModel)]="words" autocomplete="off" autofocus
          /></label>
          <button type="submit" class="btn wide">{{ t('cant.otherSend') }}</button>
        </form>
      }
      <button type="button" class="btn thumb take wide" (click)="taken.emit()">
        <bar-icon name="check" />{{ t('cant.takeAfterAll') }}
      </button>
    </bar-sheet>
  `,
  styles: `
    .reasons {
      display: grid;
      grid-template-columns: 1fr 1fr;
      gap: 10px;
      margin: 14px 0;
    }
    .reasons .btn {
      min-height: 64px;
      justify-content: flex-start;
      font-size: 16px;
      background: var(--surface);
    }
    form {
      display: grid;
      gap: 10px;
      margin: 14px 0;
    }
  `,
})
export class CantSheet {
  protected readonly t = inject(Texts).t;
  readonly declined = output<string>();
  readonly taken = output();
  readonly closed = output();
  protected readonly isOther = signal(false);
  protected words = '';
  protected readonly reasons: readonly Reason[] = [
    { code: 'driving', icon: 'car', text: 'cant.driving' },
    { code: 'not-my-field', icon: 'shieldX', text: 'cant.notMyField' },
    { code: 'asleep', icon: 'moon', text: 'cant.asleepSoon' },
  ];
}
