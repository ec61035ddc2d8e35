import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { RouterLink } from '@angular/router';
import { EmptyState } from '../design/empty-state';
import { Texts } from '../design/text/texts';

@Component({
  selector: 'barry-missing',
  imports: [EmptyState, RouterLink],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'main' },
  template: `
    <main class="pane">
      <h1 class="vh">{{ t('title.missing') }}</h1>
      <barry-empty [text]="t('shell.missing')" sticker="looking-into-it">
        <a class="btn pri" routerLink="/">{{ t('shell.toNow') }}</a>
      </barry-empty>
    </main>
  `,
})
export class Missing {
  protected readonly t = inject(Texts).t;
}
