import { Component, inject } from '@angular/core';
import { RouterLink, RouterLinkActive } from '@angular/router';
import { IonRouterLinkWithHref } from '@ionic/angular';
import { Texts } from '../texts/texts';
import type { PlainKey } from '../texts/text-types';
import { Icon, type IconName } from './icon';

interface Tab {
  readonly to: string;
  readonly icon: IconName;
  readonly text: PlainKey;
}

@Component({
  selector: 'bar-tabs',
  imports: [Icon, IonRouterLinkWithHref, RouterLink, RouterLinkActive],
  template: `
    <nav [attr.aria-label]="t('app.tabs')">
      @for (tab of tabs; track tab.to) {
        <a [routerLink]="tab.to" routerDirection="root" routerLinkActive="on" ariaCurrentWhenActive="page">
          <bar-icon [name]="tab.icon" />{{ t(tab.text) }}
        </a>
      }
    </nav>
  `,
  styles: `
    nav {
      display: grid;
      grid-template-columns: repeat(4, 1fr);
      background: var(--surface);
      border-top: 1px solid var(--line);
      padding: 4px 6px calc(8px + var(--safe-bottom));
    }
    a {
      min-height: 54px;
      display: flex;
      flex-direction: column;
      align-items: center;
      justify-content: center;
      gap: 3px;
      font-size: 12px;
      font-weight: 500;
      color: var(--text-2);
    }
    .on {
      color: var(--accent);
      font-weight: 650;
    }
  `,
})
export class Tabs {
  protected readonly t = inject(Texts).t;
  protected readonly tabs: readonly Tab[] = [
    { to: '/now', icon: 'home', text: 'tab.now' },
    { to: '/call', icon: 'callMore', text: 'tab.call' },
    { to: '/duty', icon: 'calendar', text: 'tab.duty' },
    { to: '/settings', icon: 'gear', text: 'tab.settings' },
  ];
}
