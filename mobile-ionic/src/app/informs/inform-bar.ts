import { Component, inject } from '@angular/core';
import { Router } from '@angular/router';
import { Icon } from '../design/icon';
import { Servers } from '../session/servers';
import { Texts } from '../texts/texts';
import { consolePlace } from './console-place';
import { type Inform, Informs } from './informs';

/** Stands in the page's own flow: it covers nothing that somebody may be about to press. */
@Component({
  selector: 'bar-inform-bar',
  imports: [Icon],
  template: `
    <div role="status" [attr.aria-label]="t('app.news')">
      @for (inform of informs.shown(); track inform.key) {
        <p class="inform">
          <button type="button" class="what" (click)="open(inform)">
            <bar-icon name="bell" size="s" />
            <span class="t"
              ><b>{{ inform.body || inform.title }}</b>
              @if (inform.body && inform.title) {
                <span class="sub one">{{ inform.title }}</span>
              }
            </span>
          </button>
          <button
            type="button"
            class="iconbtn"
            [attr.aria-label]="t('app.close')"
            (click)="informs.close(inform.key)"
          >
            <bar-icon name="x" size="s" />
          </button>
        </p>
      }
    </div>
  `,
  styles: `
    :host {
      display: block;
      flex: none;
    }
    .inform {
      display: flex;
      align-items: center;
      background: var(--accent-soft);
      border-bottom: 1px solid var(--line);
      padding: 0 4px 0 0;
    }
    .inform:first-child {
      padding-top: var(--safe-top);
    }
    .what {
      flex: 1;
      min-width: 0;
      min-height: 56px;
      display: flex;
      align-items: center;
      gap: 12px;
      padding: 8px 0 8px var(--gutter);
    }
    .t {
      min-width: 0;
    }
    .t > * {
      display: block;
    }
  `,
})
export class InformBar {
  private readonly router = inject(Router);
  private readonly servers = inject(Servers);
  protected readonly informs = inject(Informs);
  protected readonly t = inject(Texts).t;

  protected async open(inform: Inform): Promise<void> {
    this.informs.close(inform.key);
    const place = consolePlace(inform.link, this.servers.usable()[0] ?? '');
    // Beside the app: this page may have to ring.
    if (place !== undefined) globalThis.open(place, '_blank', 'noopener');
    else if (inform.link.startsWith('/')) await this.router.navigateByUrl(inform.link);
  }
}
