import { inject, Injectable } from '@angular/core';
import { TranslocoService } from '@jsverse/transloco';
import { firstValueFrom } from 'rxjs';
import type { CountKey, TextArguments, TextKey } from './text-types';

export const LANGUAGES = ['en', 'ja'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Typed access to the texts. `t` reads the language as a signal, so templates follow a switch at once. */
@Injectable({ providedIn: 'root' })
export class Texts {
  private readonly transloco = inject(TranslocoService);

  readonly t = <K extends TextKey>(key: K, ...values: TextArguments<K>): string =>
    this.transloco.translate(key, values[0] ?? {}, this.language());

  /** Picks the plural form of the language; the number is the place `{{count}}`. */
  readonly count = (key: CountKey, count: number): string => {
    const form =
      this.language() === 'en' && new Intl.PluralRules('en').select(count) === 'one' ? 'one' : 'other';
    return this.transloco.translate(`${key}_${form}`, { count: this.number(count) }, this.language());
  };

  readonly number = (value: number): string => new Intl.NumberFormat(this.language()).format(value);

  /** A word the server may say that has a text; the word itself when it is newer than this console. */
  readonly word = (section: string, word: string): string => {
    const key = `${section}.${word}`;
    const text: string = this.transloco.translate(key, {}, this.language());
    return text === key || text === '' ? word : text;
  };

  language(): Language {
    return this.transloco.activeLang() === 'ja' ? 'ja' : 'en';
  }

  async use(language: Language): Promise<void> {
    await firstValueFrom(this.transloco.load(language));
    this.transloco.setActiveLang(language);
    document.documentElement.lang = language;
  }
}
