import {
  ChangeDetectionStrategy,
  Component,
  computed,
  effect,
  ElementRef,
  inject,
  input,
  signal,
  untracked,
  viewChild,
} from '@angular/core';
import { RouterLink } from '@angular/router';
import { Avatar } from '../design/avatar';
import { BarryIcon } from '../design/icon';
import { Keys } from '../design/keys';
import { MarkdownText } from '../design/markdown/markdown-text';
import { ProblemNote, problemText } from '../design/problem-note';
import { SeverityMark } from '../design/severity-mark';
import { Skeleton } from '../design/skeleton';
import { Texts } from '../design/text/texts';
import { TimeAgo } from '../design/time/time-ago';
import { Toasts } from '../design/toasts';
import type { Incident, IncidentStatus, Severity, StoryEntry } from '../generated/api/models';
import { Commands, type EscalateWish } from '../session/commands';
import { Directory } from '../session/directory';
import { liveQuery } from '../session/live-query';
import { PageTop } from '../session/page-top';
import { toProblem } from '../session/problem';
import { ServiceMark } from '../session/service-mark';
import { Composer } from './composer';
import { IncidentFacts } from './incident-facts';
import { IncidentsApi } from './incidents-api';
import { countByTab, entriesOf, ICON_OF_KIND, STORY_TABS, storySentence, type StoryTab } from './story';

/** Everything about a failure on one page: left the story, right the facts. */
@Component({
  selector: 'barry-incident-page',
  imports: [
    Avatar,
    BarryIcon,
    Composer,
    IncidentFacts,
    MarkdownText,
    PageTop,
    ProblemNote,
    ServiceMark,
    RouterLink,
    SeverityMark,
    Skeleton,
    TimeAgo,
  ],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'main' },
  templateUrl: './incident-page.html',
})
export class IncidentPage {
  readonly incidentId = input.required<string>();
  private readonly api = inject(IncidentsApi);
  private readonly toasts = inject(Toasts);
  protected readonly commands = inject(Commands);
  protected readonly texts = inject(Texts);
  protected readonly t = this.texts.t;
  protected readonly tabs = STORY_TABS;
  protected readonly iconOf = ICON_OF_KIND;
  protected readonly tab = signal<StoryTab>('story');
  protected readonly busy = signal(false);
  private readonly composer = viewChild(Composer);
  private readonly stream = viewChild<ElementRef<HTMLElement>>('stream');

  protected readonly incident = liveQuery({
    params: this.incidentId,
    load: (id) => this.api.get(id),
    when: (event, id) => event.incidentId === id || event.kind.startsWith('alert'),
  });
  protected readonly story = liveQuery({
    params: this.incidentId,
    load: (id) => this.api.story(id),
    when: (event, id) => event.incidentId === id || event.escalationId !== undefined,
  });
  protected readonly shown = computed(() => entriesOf(this.story.value() ?? [], this.tab()));
  protected readonly counts = computed(() => countByTab(this.story.value() ?? []));
  protected readonly wish = computed<EscalateWish>(() => {
    const incident = this.incident.value();
    return incident === undefined
      ? {}
      : {
          title: incident.title,
          severity: incident.severity,
          teamId: incident.teamId,
          incidentId: incident.incidentId,
        };
  });

  constructor() {
    inject(Directory).start();
    inject(Keys).bind(
      { keys: 'c', says: 'keys.comment', run: () => this.composer()?.focus() },
      { keys: 'm', says: 'keys.callMore', run: () => this.callMore() },
      { keys: 's', says: 'keys.status', run: () => document.getElementById('incident-status')?.focus() },
      { keys: 'e', says: 'keys.escalate', run: () => this.commands.escalate.next(this.wish()) },
    );
    // The newest word is at the bottom: stay there, unless somebody scrolled up to read.
    effect(() => {
      const count = this.shown().length;
      const box = untracked(this.stream)?.nativeElement;
      if (count === 0 || box === undefined) return;
      const atEnd = box.scrollHeight - box.scrollTop - box.clientHeight < 120;
      if (atEnd || box.scrollTop === 0) setTimeout(() => (box.scrollTop = box.scrollHeight));
    });
  }

  protected sentence(entry: Parameters<typeof storySentence>[0]): string {
    return storySentence(entry, this.texts);
  }

  /** Whether a line begins with who did it, ends with who started it, or is about the thing alone. */
  protected speaksOf({ kind, text }: StoryEntry): 'person' | 'start' | 'thing' {
    if (kind === 'alert') return text === 'linked' ? 'person' : 'thing';
    if (kind !== 'escalation') return 'person';
    return text === 'started' || text === 'cancelled' ? 'start' : 'thing';
  }

  protected callMore(): void {
    const incident = this.incident.value();
    if (incident === undefined) return;
    const { incidentId, title, severity } = incident;
    this.commands.callMore.next({ incidentId, title, severity });
  }

  protected async comment(given: { readonly text: string; readonly status?: IncidentStatus }): Promise<void> {
    const incident = this.incident.value();
    if (incident === undefined || this.busy()) return;
    await this.act(async () => {
      await this.api.comment(incident.incidentId, given.text);
      this.composer()?.clear();
      if (given.status !== undefined) await this.api.change(incident, { status: given.status });
    });
  }

  protected async set(change: {
    readonly status?: IncidentStatus;
    readonly severity?: Severity;
  }): Promise<void> {
    const incident = this.incident.value();
    if (incident === undefined) return;
    const before = pick(incident, change);
    await this.act(() => this.api.change(incident, change));
    this.toasts.tell(this.t('incident.changed'), () => {
      void this.act(async () => this.api.change(await this.api.get(incident.incidentId), before));
    });
  }

  protected async copyLink(): Promise<void> {
    await navigator.clipboard.writeText(location.href);
    this.toasts.tell(this.t('common.copied'));
  }

  private async act(work: () => Promise<unknown>): Promise<void> {
    this.busy.set(true);
    try {
      await work();
    } catch (error) {
      this.toasts.fail(problemText(toProblem(error), this.texts));
    } finally {
      this.busy.set(false);
      this.incident.refresh();
      this.story.refresh();
    }
  }
}

function pick(
  incident: Incident,
  change: { readonly status?: IncidentStatus; readonly severity?: Severity },
): { status?: IncidentStatus; severity?: Severity } {
  return {
    ...(change.status === undefined ? {} : { status: incident.status }),
    ...(change.severity === undefined ? {} : { severity: incident.severity }),
  };
}
