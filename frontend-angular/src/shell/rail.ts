import { CdkMenu, CdkMenuItem, CdkMenuTrigger } from '@angular/cdk/menu';
import { ChangeDetectionStrategy, Component, computed, inject, output } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { NavigationEnd, Router, RouterLink, RouterLinkActive } from '@angular/router';
import { filter, map } from 'rxjs';
import { Avatar } from '../design/avatar';
import { BarryIcon } from '../design/icon';
import type { IconName } from '../design/icons';
import type { PlainKey } from '../design/text/text-types';
import { Texts } from '../design/text/texts';
import { Appearance, THEMES } from '../design/theme';
import { Directory } from '../session/directory';
import { Live } from '../session/live';
import { LiveBoard } from '../session/live-board';
import { Session } from '../session/session';
import { MyDuty } from './my-duty';

interface Place {
  readonly path: string;
  readonly icon: IconName;
  readonly name: PlainKey;
  readonly count: () => string;
  readonly loud?: boolean;
  readonly exact?: boolean;
}

@Component({
  selector: 'barry-rail',
  imports: [Avatar, BarryIcon, CdkMenu, CdkMenuItem, CdkMenuTrigger, RouterLink, RouterLinkActive],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'contents' },
  templateUrl: './rail.html',
})
export class Rail {
  readonly find = output();
  protected readonly session = inject(Session);
  protected readonly live = inject(Live);
  protected readonly duty = inject(MyDuty);
  private readonly directory = inject(Directory);
  protected readonly appearance = inject(Appearance);
  protected readonly texts = inject(Texts);
  protected readonly t = this.texts.t;
  protected readonly themes = THEMES;
  protected readonly board = inject(LiveBoard);

  protected readonly places: readonly Place[] = [
    {
      path: '/',
      icon: 'now',
      name: 'nav.now',
      count: () => (this.board.ringing() === 0 ? '' : String(this.board.ringing())),
      loud: true,
      exact: true,
    },
    { path: '/timeline', icon: 'timeline', name: 'nav.timeline', count: () => '' },
    { path: '/alerts', icon: 'alerts', name: 'nav.alerts', count: () => this.board.alertCount() },
    { path: '/incidents', icon: 'incidents', name: 'nav.incidents', count: () => this.board.incidentCount() },
  ];
  private readonly url = toSignal(
    inject(Router).events.pipe(
      filter((event) => event instanceof NavigationEnd),
      map((event) => event.urlAfterRedirects),
    ),
    { initialValue: inject(Router).url },
  );
  protected readonly openTeam = computed(() => /^\/teams\/([^/?]+)/.exec(this.url())?.[1]);
  /** The engine is among the settings, at an address of its own. */
  protected readonly inSettings = computed(() => /^\/(settings|engine)\b/.test(this.url()));
  protected readonly policyLink = computed(() => {
    const teamId = this.openTeam();
    const policy = this.directory.policies().find((one) => one.teamId === teamId);
    return ['/teams', teamId, ...(policy === undefined ? [] : ['policies', policy.policyId])];
  });
  protected readonly streamWord = computed(() =>
    this.live.state() === 'live' ? this.t('shell.live') : this.t('shell.reconnecting'),
  );

  protected async language(): Promise<void> {
    await this.session.setLanguage(this.texts.language() === 'en' ? 'ja' : 'en');
  }
}
