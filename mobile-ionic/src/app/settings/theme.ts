import { Injectable, signal } from '@angular/core';
import { kept } from '../session/kept';

export const THEMES = ['system', 'dark', 'light'] as const;
export type ThemeChoice = (typeof THEMES)[number];

/** Follows the system unless told otherwise; `theme.js` does the same before the first frame. */
@Injectable({ providedIn: 'root' })
export class Theme {
  private readonly saved = kept<ThemeChoice>('barry.theme');
  private readonly state = signal<ThemeChoice>(this.saved.get() ?? 'system');
  readonly choice = this.state.asReadonly();

  choose(choice: ThemeChoice): void {
    this.state.set(choice);
    this.saved.set(choice === 'system' ? undefined : choice);
    if (choice === 'system') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = choice;
  }
}
