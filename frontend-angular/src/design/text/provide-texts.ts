import { type EnvironmentProviders, isDevMode, makeEnvironmentProviders } from '@angular/core';
import { provideTransloco, type TranslocoLoader } from '@jsverse/transloco';
import { LANGUAGES } from './texts';

class BundledTexts implements TranslocoLoader {
  async getTranslation(language: string): Promise<Record<string, Record<string, string>>> {
    if (language === 'ja') return (await import('./ja/index')).JA;
    return (await import('./en/index')).EN;
  }
}

export function provideTexts(): EnvironmentProviders {
  return makeEnvironmentProviders([
    provideTransloco({
      config: {
        availableLangs: [...LANGUAGES],
        defaultLang: 'en',
        fallbackLang: 'en',
        reRenderOnLangChange: true,
        missingHandler: { logMissingKey: false, useFallbackTranslation: false },
        prodMode: !isDevMode(),
      },
      loader: BundledTexts,
    }),
  ]);
}
