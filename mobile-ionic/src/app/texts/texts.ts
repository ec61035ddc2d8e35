import { Injectable, inject } from '@angular/core';
import { TranslocoService } from '@jsverse/transloco';
import { firstValueFrom } from 'rxjs';
import { kept } from '../session/kept';
import type { CountKey, TextArguments, TextKey } from './text-types';

export const LANGUAGES = ['en', 'ja'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Typed access to the texts. It reads the language as a signal, so templates follow a switch at once. */
@Injectable({ providedIn: 'root' })
export class Texts {
  private readonly transloco = inject(TranslocoService);
  private readonly saved = kept<Language>('barry.language');

  readonly t = <K extends TextKey>(key: K, ...values: TextArguments<K>): string =>
    this.transloco.translate(key, values[0] ?? {}, this.language());

  /** Picks the language's plural form; the number is the place `{{count}}`. */
  readonly count = (key: CountKey, count: number): string => {
    const one = this.language() === 'en' && count === 1;
    return this.transloco.translate(`${key}_${one ? 'one' : 'other'}`, { count }, this.language());
  };

  /** A word the server may say; the word itself where it is newer than this app. */
  readonly word = (
    section: 'severity' | 'status' | 'reason' | 'testStage' | 'proof' | 'suppressed',
    word: string,
  ): string => {
    const key = `${section}.${word}`;
    const text: string = this.transloco.translate(key, {}, this.language());
    return text === key || text === '' ? word : text;
  };

  language(): Language {
    return this.transloco.activeLang() === 'ja' ? 'ja' : 'en';
  }

  /** The person's choice, else the browser's language. */
  async start(): Promise<void> {
    await this.use(this.saved.get() ?? (navigator.language.startsWith('ja') ? 'ja' : 'en'));
  }

  async choose(language: Language): Promise<void> {
    this.saved.set(language);
    await this.use(language);
  }

  private async use(language: Language): Promise<void> {
    await firstValueFrom(this.transloco.load(language));
    this.transloco.setActiveLang(language);
    document.documentElement.lang = language;
  }
}
