import { Dialog } from '@angular/cdk/dialog';
import { ChangeDetectionStrategy, Component, effect, inject } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { Router, RouterLink, RouterOutlet, TitleStrategy } from '@angular/router';
import { Keys } from '../design/keys';
import { Texts } from '../design/text/texts';
import { Commands } from '../session/commands';
import { Directory } from '../session/directory';
import { LiveBoard } from '../session/live-board';
import { Session } from '../session/session';
import { PageTitle } from './page-title';
import { Rail } from './rail';

/** Rail and page; opens the dialogs that can be asked for from anywhere. */
@Component({
  selector: 'barry-shell',
  imports: [Rail, RouterLink, RouterOutlet],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'shell' },
  template: `
    <a class="skip-link" href="#page" (click)="toPage($event)">{{ t('shell.skip') }}</a>
    <barry-rail (find)="palette()" />
    <div id="page" class="page" tabindex="-1">
      @if (session.me()?.simulated) {
        <p class="simulated" role="note">
          <b>{{ t('simulator.banner') }}</b> {{ t('simulator.bannerWhy') }}
          <a routerLink="/simulator">{{ t('simulator.open') }}</a>
        </p>
      }
      <router-outlet />
    </div>
  `,
})
export class Shell {
  private readonly dialog = inject(Dialog);
  private readonly router = inject(Router);
  protected readonly session = inject(Session);
  protected readonly t = inject(Texts).t;

  constructor() {
    inject(Directory).start();
    const title = inject(TitleStrategy);
    const board = inject(LiveBoard);
    effect(() => {
      if (title instanceof PageTitle) title.rings.set(board.ringsMe());
    });
    const commands = inject(Commands);
    const go = (path: string) => (): void => void this.router.navigateByUrl(path);
    inject(Keys).bind(
      { keys: '?', says: 'keys.help', run: () => void this.help() },
      { keys: 'ctrl+k', says: 'keys.palette', run: () => void this.palette() },
      { keys: '/', says: 'keys.search', run: () => void this.palette() },
      { keys: 'e', says: 'keys.escalate', run: () => commands.escalate.next({}) },
      { keys: 'g n', says: 'keys.goNow', run: go('/') },
      { keys: 'g i', says: 'keys.goIncidents', run: go('/incidents') },
      { keys: 'g a', says: 'keys.goAlerts', run: go('/alerts') },
      { keys: 'g t', says: 'keys.goTimeline', run: go('/timeline') },
      { keys: 'g s', says: 'keys.goIntegrations', run: go('/integrations') },
    );
    commands.escalate.pipe(takeUntilDestroyed()).subscribe(async (data) => {
      const { EscalateDialog } = await import('../escalation/escalate-dialog');
      this.open(EscalateDialog, data);
    });
    commands.callMore.pipe(takeUntilDestroyed()).subscribe(async (data) => {
      const { CallMoreDialog } = await import('../escalation/call-more-dialog');
      this.open(CallMoreDialog, data);
    });
    commands.explain.pipe(takeUntilDestroyed()).subscribe(async (data) => {
      const { ExplainDialog } = await import('../escalation/explain-dialog');
      this.open(ExplainDialog, data, 'dialog');
    });
    commands.newIncident.pipe(takeUntilDestroyed()).subscribe(async (data) => {
      const { NewIncidentDialog } = await import('../incidents/new-incident-dialog');
      this.open(NewIncidentDialog, data);
    });
  }

  protected toPage(event: Event): void {
    event.preventDefault();
    document.getElementById('page')?.focus();
  }

  protected async palette(): Promise<void> {
    const { Palette } = await import('./palette');
    this.open(Palette, undefined);
  }

  private async help(): Promise<void> {
    const { KeyHelp } = await import('./key-help');
    this.open(KeyHelp, undefined, 'dialog');
  }

  private open(component: Parameters<Dialog['open']>[0], data: unknown, focus = FIRST_FIELD): void {
    if (this.dialog.openDialogs.length > 0) return;
    this.dialog.open(component, {
      data,
      backdropClass: 'backdrop',
      panelClass: 'dialog-panel',
      autoFocus: focus,
    });
  }
}

const FIRST_FIELD = '.dialog-body input, .dialog-body textarea, .palette input';
