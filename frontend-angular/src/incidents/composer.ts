import {
  ChangeDetectionStrategy,
  Component,
  computed,
  effect,
  ElementRef,
  inject,
  input,
  output,
  signal,
  untracked,
  viewChild,
} from '@angular/core';
import { FormsModule } from '@angular/forms';
import { BarryIcon } from '../design/icon';
import { MarkdownText } from '../design/markdown/markdown-text';
import { Texts } from '../design/text/texts';
import type { IncidentStatus } from '../generated/api/models';

const NEXT_STATUS: Record<IncidentStatus, IncidentStatus | undefined> = {
  open: 'investigating',
  investigating: 'mitigated',
  mitigated: 'resolved',
  resolved: 'closed',
  closed: undefined,
};

/** Markdown with preview; the draft is kept per incident on this device until it is sent. */
@Component({
  selector: 'barry-composer',
  imports: [BarryIcon, FormsModule, MarkdownText],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'comp' },
  template: `
    @if (preview()) {
      <div class="tx"><barry-markdown [text]="text()" /></div>
    } @else {
      <textarea
        #area
        class="tx"
        rows="2"
        maxlength="20000"
        [attr.aria-label]="t('incident.comment')"
        [placeholder]="t('incident.commentHint')"
        [(ngModel)]="text"
        (keydown)="key($event)"
      ></textarea>
    }
    <div class="bar">
      <button type="button" class="b" [attr.aria-label]="t('incident.bold')" (click)="wrap('**', '**')">
        <svg barryIcon="bold"></svg>
      </button>
      <button type="button" class="b" [attr.aria-label]="t('incident.code')" (click)="wrap(tick, tick)">
        <svg barryIcon="code"></svg>
      </button>
      <button type="button" class="b" [attr.aria-label]="t('incident.list')" (click)="wrap(newLine, '')">
        <svg barryIcon="list"></svg>
      </button>
      <button type="button" class="b" [attr.aria-label]="t('incident.mention')" (click)="wrap('@', '')">
        <svg barryIcon="at"></svg>
      </button>
      <button
        type="button"
        class="btn sm ghost"
        [attr.aria-pressed]="preview()"
        (click)="preview.set(!preview())"
      >
        <svg barryIcon="eye" class="s14"></svg>{{ preview() ? t('incident.write') : t('incident.preview') }}
      </button>
      @if (text() !== '') {
        <span class="t3 small">{{ t('incident.draftKept') }}</span>
      }
      <span class="grow"></span>
      @if (next(); as status) {
        <button
          type="button"
          class="btn"
          [disabled]="busy() || empty()"
          (click)="sent.emit({ text: text().trim(), status })"
        >
          {{ t('incident.commentAndSet', { status: texts.word('status', status) }) }}
        </button>
      }
      <button type="button" class="btn pri" [disabled]="busy() || empty()" (click)="send()">
        {{ t('incident.send') }} <kbd aria-hidden="true">Ctrl ↵</kbd>
      </button>
    </div>
  `,
})
export class Composer {
  readonly incidentId = input.required<string>();
  readonly status = input.required<IncidentStatus>();
  readonly busy = input(false);
  readonly sent = output<{ readonly text: string; readonly status?: IncidentStatus }>();
  protected readonly texts = inject(Texts);
  protected readonly t = this.texts.t;
  protected readonly text = signal('');
  protected readonly preview = signal(false);
  protected readonly tick = '`';
  protected readonly newLine = '\n- ';
  protected readonly empty = computed(() => this.text().trim() === '');
  protected readonly next = computed(() => NEXT_STATUS[this.status()]);
  private readonly area = viewChild<ElementRef<HTMLTextAreaElement>>('area');
  private readonly key$ = computed(() => `barry.draft.${this.incidentId()}`);

  constructor() {
    effect(() => {
      const kept = localStorage.getItem(this.key$()) ?? '';
      untracked(() => this.text.set(kept));
    });
    effect(() => {
      const text = this.text();
      const key = untracked(this.key$);
      if (text === '') localStorage.removeItem(key);
      else localStorage.setItem(key, text);
    });
  }

  focus(): void {
    this.preview.set(false);
    this.area()?.nativeElement.focus();
  }

  /** The comment is on the server: forget the draft. */
  clear(): void {
    this.text.set('');
    this.preview.set(false);
  }

  protected send(): void {
    if (!this.empty() && !this.busy()) this.sent.emit({ text: this.text().trim() });
  }

  protected key(event: KeyboardEvent): void {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !event.isComposing) {
      event.preventDefault();
      this.send();
    }
  }

  protected wrap(before: string, after: string): void {
    this.preview.set(false);
    const area = this.area()?.nativeElement;
    if (area === undefined) return;
    const { selectionStart: from, selectionEnd: until, value } = area;
    this.text.set(value.slice(0, from) + before + value.slice(from, until) + after + value.slice(until));
    area.focus();
    setTimeout(() => area.setSelectionRange(from + before.length, until + before.length));
  }
}
