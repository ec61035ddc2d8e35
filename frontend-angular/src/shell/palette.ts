import { DialogRef } from '@angular/cdk/dialog';
import {
  ChangeDetectionStrategy,
  Component,
  computed,
  DestroyRef,
  inject,
  linkedSignal,
  signal,
} from '@angular/core';
import { Router } from '@angular/router';
import { BarryIcon } from '../design/icon';
import { Texts } from '../design/text/texts';
import { Api } from '../generated/api/api';
import { search } from '../generated/api/functions';
import type { SearchHit } from '../generated/api/models';
import { Commands } from '../session/commands';
import { Directory } from '../session/directory';
import { findEntries, type PaletteEntry } from './palette-entries';

const MOST_HITS = 8;
const PAUSE_MS = 150;

/** Ctrl+K: places, actions, teams, people, services, and what was written. Arrow keys and Enter. */
@Component({
  selector: 'barry-palette',
  imports: [BarryIcon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'palette' },
  template: `
    <div class="palette-ask">
      <svg barryIcon="search"></svg>
      <input
        type="text"
        role="combobox"
        aria-expanded="true"
        aria-controls="palette-list"
        autocomplete="off"
        [attr.aria-label]="t('shell.find')"
        [attr.aria-activedescendant]="active() ? 'pal-' + active()?.id : null"
        [placeholder]="t('palette.ask')"
        [value]="question()"
        (input)="ask($event)"
        (keydown)="key($event)"
      />
      <kbd aria-hidden="true">Esc</kbd>
    </div>
    <ul id="palette-list" role="listbox" [attr.aria-label]="t('palette.results')">
      @for (entry of found(); track entry.id; let index = $index) {
        <li
          role="option"
          [id]="'pal-' + entry.id"
          [attr.aria-selected]="index === at()"
          [class.on]="index === at()"
          (click)="run(entry)"
          (keydown.enter)="run(entry)"
        >
          <svg [barryIcon]="entry.icon"></svg><span>{{ entry.text }}</span
          ><small>{{ entry.hint }}</small>
        </li>
      }
    </ul>
    @if (found().length === 0) {
      <p class="palette-none" role="status">{{ t('palette.none') }}</p>
    }
  `,
})
export class Palette {
  private readonly dialog = inject(DialogRef);
  private readonly router = inject(Router);
  private readonly commands = inject(Commands);
  private readonly directory = inject(Directory);
  private readonly api = inject(Api);
  protected readonly t = inject(Texts).t;
  protected readonly question = signal('');
  private readonly hits = signal<readonly SearchHit[]>([]);
  private timer: ReturnType<typeof setTimeout> | undefined;
  private asked = 0;
  private readonly entries = computed(() => [...this.places(), ...this.things()]);
  protected readonly found = computed(() => [
    ...findEntries(this.entries(), this.question(), 8),
    ...this.hits().map((hit) => this.entryOf(hit)),
  ]);
  protected readonly at = linkedSignal({ source: this.found, computation: () => 0 });
  protected readonly active = computed(() => this.found()[this.at()]);

  constructor() {
    this.look('');
    inject(DestroyRef).onDestroy(() => clearTimeout(this.timer));
  }

  protected ask(event: Event): void {
    const question = (event.target as HTMLInputElement).value;
    this.question.set(question);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.look(question), PAUSE_MS);
  }

  /** Without a question, the incidents that were spoken of last. What comes too late is not shown. */
  private look(question: string): void {
    const mine = ++this.asked;
    const query = question.trim() === '' ? 'kind:incident' : question;
    this.api.invoke(search, { query, pageSize: MOST_HITS }).then(
      ({ hits }) => {
        if (mine === this.asked) this.hits.set(hits);
      },
      // A filter that is not typed to its end, or no server: places and people are found all the same.
      () => {
        if (mine === this.asked) this.hits.set([]);
      },
    );
  }

  private entryOf({ kind, id, incidentId, number, title, excerpt, userName }: SearchHit): PaletteEntry {
    const isAlert = kind === 'alert';
    return {
      id,
      text: isAlert
        ? title
        : kind === 'comment'
          ? `INC-${number} ${excerpt || title}`
          : `INC-${number} ${title}`,
      hint:
        kind === 'comment' ? this.t('palette.comment', { name: userName ?? '' }) : this.t(`palette.${kind}`),
      icon: isAlert ? 'alerts' : 'incidents',
      run: this.go(isAlert ? `/alerts/${id}` : `/incidents/${incidentId ?? id}`),
    };
  }

  protected key(event: KeyboardEvent): void {
    const last = this.found().length - 1;
    if (event.key === 'ArrowDown') this.at.set(Math.min(this.at() + 1, last));
    else if (event.key === 'ArrowUp') this.at.set(Math.max(this.at() - 1, 0));
    else if (event.key === 'Enter' && !event.isComposing) this.run(this.active());
    else return;
    event.preventDefault();
  }

  protected run(entry: PaletteEntry | undefined): void {
    if (entry === undefined) return;
    this.dialog.close();
    // The next dialog may only open once this one is gone.
    queueMicrotask(entry.run);
  }

  private readonly go = (url: string) => (): void => void this.router.navigateByUrl(url);

  private places(): PaletteEntry[] {
    const t = this.t;
    const place = t('palette.place');
    const action = t('palette.action');
    return [
      { id: 'now', text: t('nav.now'), hint: place, icon: 'now', run: this.go('/') },
      {
        id: 'incidents',
        text: t('nav.incidents'),
        hint: place,
        icon: 'incidents',
        run: this.go('/incidents'),
      },
      { id: 'alerts', text: t('nav.alerts'), hint: place, icon: 'alerts', run: this.go('/alerts') },
      { id: 'timeline', text: t('nav.timeline'), hint: place, icon: 'timeline', run: this.go('/timeline') },
      { id: 'teams', text: t('nav.allTeams'), hint: place, icon: 'users', run: this.go('/teams') },
      {
        id: 'integrations',
        text: t('nav.integrations'),
        hint: place,
        icon: 'plug',
        run: this.go('/integrations'),
      },
      {
        id: 'maintenance',
        text: t('maintenance.title'),
        hint: place,
        icon: 'wrench',
        run: this.go('/maintenance'),
      },
      {
        id: 'heartbeats',
        text: t('title.heartbeats'),
        hint: place,
        icon: 'plug',
        run: this.go('/integrations/heartbeats'),
      },
      { id: 'settings', text: t('nav.settings'), hint: place, icon: 'settings', run: this.go('/settings') },
      { id: 'engine', text: t('title.engine'), hint: place, icon: 'wrench', run: this.go('/engine') },
      {
        id: 'escalate',
        text: t('shell.escalate'),
        hint: action,
        icon: 'phonecall',
        run: () => this.commands.escalate.next({}),
      },
      {
        id: 'new-incident',
        text: t('incidents.new'),
        hint: action,
        icon: 'plus',
        run: () => this.commands.newIncident.next({}),
      },
      {
        id: 'new-integration',
        text: t('integrations.add'),
        hint: action,
        icon: 'plus',
        run: this.go('/integrations/new'),
      },
    ];
  }

  private things(): PaletteEntry[] {
    const t = this.t;
    return [
      ...this.directory.teams().map((team) => ({
        id: team.teamId,
        text: team.name,
        hint: t('palette.team'),
        icon: 'users' as const,
        run: this.go(`/teams/${team.teamId}`),
      })),
      ...this.directory.users().map((user) => ({
        id: user.userId,
        text: user.name,
        hint: t(user.kind === 'service' ? 'service.mark' : 'palette.person'),
        icon: 'user' as const,
        run: this.go(`/timeline?user=${user.userId}`),
      })),
      ...this.directory.services().map((service) => ({
        id: service.serviceId,
        text: service.name,
        hint: t('palette.service'),
        icon: 'services' as const,
        run: this.go(`/teams/${service.teamId}`),
      })),
    ];
  }
}
