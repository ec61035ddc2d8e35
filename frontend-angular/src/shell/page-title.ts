import { effect, inject, Injectable, signal } from '@angular/core';
import { Title } from '@angular/platform-browser';
import { type RouterStateSnapshot, TitleStrategy } from '@angular/router';
import type { TextKey } from '../design/text/text-types';
import { Texts } from '../design/text/texts';

/** Route titles are text keys, so the tab follows the language. */
@Injectable()
export class PageTitle extends TitleStrategy {
  private readonly title = inject(Title);
  private readonly texts = inject(Texts);
  /** Whether the viewer's own phone rings; the shell says it, because the board needs the router and it needs us. */
  readonly rings = signal(false);
  private readonly key = signal<string | undefined>(undefined);

  constructor() {
    super();
    effect(() => {
      const key = this.key();
      const [section = '', word = ''] = key?.split('.') ?? [];
      const name = key === undefined ? 'Barry' : `${this.texts.word(section, word)} · Barry`;
      // Seen among many tabs, and said by screen readers when it changes.
      this.title.setTitle(this.rings() ? `☎ ${name}` : name);
    });
  }

  override updateTitle(snapshot: RouterStateSnapshot): void {
    this.key.set(this.buildTitle(snapshot) satisfies TextKey | string | undefined);
  }
}
