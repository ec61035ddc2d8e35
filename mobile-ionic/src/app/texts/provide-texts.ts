import {
  type EnvironmentProviders,
  inject,
  isDevMode,
  makeEnvironmentProviders,
  provideAppInitializer,
} from '@angular/core';
import { type Translation, type TranslocoLoader, provideTransloco } from '@jsverse/transloco';
import { LANGUAGES, Texts } from './texts';

class BundledTexts implements TranslocoLoader {
  async getTranslation(language: string): Promise<Translation> {
    if (language === 'ja') return (await import('./ja')).JA;
    return (await import('./en')).EN;
  }
}

export function provideTexts(): EnvironmentProviders {
  return makeEnvironmentProviders([
    provideTransloco({
      config: {
        availableLangs: [...LANGUAGES],
        defaultLang: 'en',
        reRenderOnLangChange: true,
        missingHandler: { logMissingKey: false, useFallbackTranslation: false },
        prodMode: !isDevMode(),
      },
      loader: BundledTexts,
    }),
    // A ring must not wait for words: a language that cannot be loaded leaves the first one.
    provideAppInitializer(() =>
      inject(Texts)
        .start()
        .catch(() => undefined),
    ),
  ]);
}
