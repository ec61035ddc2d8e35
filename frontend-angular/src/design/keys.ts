import { DestroyRef, inject, Injectable } from '@angular/core';
import { Dialog } from '@angular/cdk/dialog';
import { DOCUMENT } from '@angular/common';
import type { PlainKey } from './text/text-types';

export interface KeyBinding {
  /** `e`, `?`, `g n` (one after the other), `ctrl+k`. */
  readonly keys: string;
  readonly says: PlainKey;
  readonly run: () => void;
}

const SEQUENCE_MS = 1200;

/** All shortcuts of what is on screen; the newest binding of a key wins, typing and dialogs are left alone. */
@Injectable({ providedIn: 'root' })
export class Keys {
  private readonly dialog = inject(Dialog);
  private readonly bindings: KeyBinding[] = [];
  private before: { key: string; at: number } | undefined;

  constructor() {
    inject(DOCUMENT).addEventListener('keydown', (event) => this.press(event));
  }

  /** Binds for as long as the calling component lives. */
  bind(...bindings: readonly KeyBinding[]): void {
    this.bindings.push(...bindings);
    inject(DestroyRef).onDestroy(() => {
      for (const binding of bindings) this.bindings.splice(this.bindings.indexOf(binding), 1);
    });
  }

  all(): readonly KeyBinding[] {
    const seen = new Set<string>();
    return [...this.bindings].reverse().filter(({ keys }) => !seen.has(keys) && seen.add(keys));
  }

  private press(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing) return;
    const ctrl = event.ctrlKey || event.metaKey;
    if (this.dialog.openDialogs.length > 0) return;
    if (!ctrl && (event.altKey || isTyping(event.target))) return;
    const key = ctrl
      ? `ctrl+${event.key.toLowerCase()}`
      : event.key.length === 1
        ? event.key.toLowerCase()
        : event.key;
    const before = this.before;
    this.before = { key, at: event.timeStamp };
    const sequence =
      before !== undefined && event.timeStamp - before.at < SEQUENCE_MS ? `${before.key} ${key}` : undefined;
    const found =
      this.find(sequence) ?? (before?.key === 'g' && sequence !== undefined ? undefined : this.find(key));
    if (found === undefined) return;
    event.preventDefault();
    this.before = undefined;
    found.run();
  }

  private find(keys: string | undefined): KeyBinding | undefined {
    return this.bindings.findLast((binding) => binding.keys === keys);
  }
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches('input:not([type=checkbox],[type=radio]), textarea, select'))
  );
}
