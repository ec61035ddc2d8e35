import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { Texts } from '../design/text/texts';
import type { Scope } from '../generated/api/models';
import { byModule } from './scopes.rules';

/** Scopes in one line: `Incidents: read, write · Alerts: read`. */
@Component({
  selector: 'barry-scope-words',
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'contents' },
  template: `<span [title]="text()">{{ text() }}</span>`,
})
export class ScopeWords {
  readonly scopes = input.required<readonly Scope[]>();
  private readonly texts = inject(Texts);
  protected readonly text = computed(() => {
    const comma = this.texts.t('rooms.comma');
    return byModule(this.scopes())
      .map(({ module, kinds }) => {
        const words = kinds.map((kind) => this.texts.word('scope', kind)).join(comma);
        return `${this.texts.word('scopeModule', module)}: ${words}`;
      })
      .join(' · ');
  });
}
