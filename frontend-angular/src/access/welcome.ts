import { ChangeDetectionStrategy, Component, inject, input } from '@angular/core';
import { Texts } from '../design/text/texts';
import { Appearance, THEMES } from '../design/theme';

/** The frame of the pages before sign-in: Barry, one form, language and look. */
@Component({
  selector: 'barry-welcome',
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'welcome' },
  template: `
    <main class="welcome-box">
      <img src="mark.svg" alt="" width="56" height="58" />
      <h1>{{ heading() }}</h1>
      <ng-content />
    </main>
    <footer class="welcome-foot">
      <button type="button" class="btn sm ghost" (click)="switchLanguage()">
        {{ t('nav.otherLanguage') }}
      </button>
      <label class="btn sm ghost">
        <span class="vh">{{ t('profile.theme') }}</span>
        <select [value]="appearance.theme()" (change)="theme($event)">
          @for (theme of themes; track theme) {
            <option [value]="theme" [selected]="theme === appearance.theme()">
              {{ texts.word('theme', theme) }}
            </option>
          }
        </select>
      </label>
    </footer>
  `,
})
export class Welcome {
  readonly heading = input.required<string>();
  protected readonly appearance = inject(Appearance);
  protected readonly texts = inject(Texts);
  protected readonly t = this.texts.t;
  protected readonly themes = THEMES;

  protected async switchLanguage(): Promise<void> {
    await this.appearance.setLanguage(this.texts.language() === 'en' ? 'ja' : 'en');
  }

  protected theme(event: Event): void {
    this.appearance.setTheme((event.target as HTMLSelectElement).value);
  }
}
