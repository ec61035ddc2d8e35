import { DOCUMENT } from '@angular/common';
import { effect, inject, Injectable, signal } from '@angular/core';
import { LANGUAGES, type Language, Texts } from './text/texts';

export const THEMES = ['system', 'dark', 'light'] as const;
export type Theme = (typeof THEMES)[number];

const THEME_KEY = 'barry.theme';
const LANGUAGE_KEY = 'barry.language';

/** Look and language of this browser; the profile's choice overrides it at sign-in. */
@Injectable({ providedIn: 'root' })
export class Appearance {
  private readonly root = inject(DOCUMENT).documentElement;
  private readonly texts = inject(Texts);
  private readonly chosen = signal<Theme>(pick(THEMES, localStorage.getItem(THEME_KEY)) ?? 'system');
  readonly theme = this.chosen.asReadonly();

  constructor() {
    effect(() => {
      const theme = this.chosen();
      if (theme === 'system') delete this.root.dataset['theme'];
      else this.root.dataset['theme'] = theme;
    });
  }

  setTheme(theme: string): void {
    const known = pick(THEMES, theme) ?? 'system';
    localStorage.setItem(THEME_KEY, known);
    this.chosen.set(known);
  }

  async setLanguage(language: string): Promise<void> {
    const known = pick(LANGUAGES, language) ?? 'en';
    localStorage.setItem(LANGUAGE_KEY, known);
    await this.texts.use(known);
  }

  /** What was chosen here before, else what the browser speaks. */
  firstLanguage(): Language {
    const spoken = navigator.language.toLowerCase().startsWith('ja') ? 'ja' : 'en';
    return pick(LANGUAGES, localStorage.getItem(LANGUAGE_KEY)) ?? spoken;
  }
}

function pick<const T extends readonly string[]>(list: T, word: string | null): T[number] | undefined {
  return list.find((entry) => entry === word);
}
