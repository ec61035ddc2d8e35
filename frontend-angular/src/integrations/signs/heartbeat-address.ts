import {
  ChangeDetectionStrategy,
  Component,
  effect,
  inject,
  input,
  output,
  signal,
  untracked,
} from '@angular/core';
import { BarryIcon } from '../../design/icon';
import { ProblemNote, problemText } from '../../design/problem-note';
import { Texts } from '../../design/text/texts';
import { Toasts } from '../../design/toasts';
import type { Heartbeat, HeartbeatAddress as Address } from '../../generated/api/models';
import { type Problem, toProblem } from '../../session/problem';
import { HeartbeatsApi } from './heartbeats-api';

/** The secret address of a heartbeat: fetched when it is asked for, because that is written down. */
@Component({
  selector: 'barry-heartbeat-address',
  imports: [BarryIcon, ProblemNote],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'contents' },
  template: `
    @if (problem(); as failure) {
      <barry-problem [failure]="failure" />
    }
    @if (address(); as lines) {
      <p class="t2">{{ t('signs.addressNote') }}</p>
      <div class="copy-line">
        <code class="mono">{{ lines.url }}</code>
        <button type="button" class="btn" (click)="copy(lines.url, 'url')">
          <svg [barryIcon]="copied() === 'url' ? 'check' : 'copy'"></svg>{{ t('integrations.copyUrl') }}
        </button>
      </div>
      <div class="copy-line">
        <pre tabindex="0">{{ lines.curl }}</pre>
        <button type="button" class="btn" (click)="copy(lines.curl, 'curl')">
          <svg [barryIcon]="copied() === 'curl' ? 'check' : 'copy'"></svg>{{ t('common.copy') }}
        </button>
      </div>
      @if (mayEdit()) {
        <button type="button" class="btn sm ghost" (click)="rotate()">
          <svg barryIcon="key" class="s14"></svg>{{ t('signs.rotate') }}
        </button>
      }
    }
  `,
})
export class HeartbeatAddress {
  readonly heartbeat = input.required<Heartbeat>();
  readonly mayEdit = input.required<boolean>();
  readonly changed = output();
  private readonly api = inject(HeartbeatsApi);
  private readonly toasts = inject(Toasts);
  private readonly texts = inject(Texts);
  protected readonly t = this.texts.t;
  protected readonly address = signal<Address | undefined>(undefined);
  protected readonly problem = signal<Problem | undefined>(undefined);
  protected readonly copied = signal('');

  constructor() {
    let shown: string | undefined;
    effect(() => {
      const { heartbeatId } = this.heartbeat();
      if (shown === heartbeatId) return;
      shown = heartbeatId;
      untracked(() => void this.reveal());
    });
  }

  protected async copy(text: string, what: string): Promise<void> {
    await navigator.clipboard.writeText(text);
    this.copied.set(what);
    this.toasts.tell(this.t('common.copied'));
  }

  protected async rotate(): Promise<void> {
    try {
      await this.api.rotate(this.heartbeat().heartbeatId);
      await this.reveal();
      this.toasts.tell(this.t('signs.rotated'));
      this.changed.emit();
    } catch (error) {
      this.toasts.fail(problemText(toProblem(error), this.texts));
    }
  }

  private async reveal(): Promise<void> {
    this.problem.set(undefined);
    try {
      this.address.set(await this.api.address(this.heartbeat().heartbeatId));
    } catch (error) {
      this.problem.set(toProblem(error));
    }
  }
}
