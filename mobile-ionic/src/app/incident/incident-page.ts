import {
  Component,
  type ElementRef,
  computed,
  effect,
  inject,
  input,
  signal,
  untracked,
  viewChild,
} from '@angular/core';
import { FormsModule } from '@angular/forms';
import { Router, RouterLink } from '@angular/router';
import { IonContent, IonFooter } from '@ionic/angular';
import { Api } from '../../generated/api/api';
import { getIncident, listStory, updateIncident } from '../../generated/api/functions';
import type { IncidentStatus, StoryEntry } from '../../generated/api/models';
import { Avatar } from '../design/avatar';
import { FocusableContent } from '../design/focusable-content';
import { Icon } from '../design/icon';
import { query } from '../design/query';
import { SeverityMark } from '../design/severity';
import { Sheet } from '../design/sheet';
import { Times } from '../design/times';
import { kept } from '../session/kept';
import { problemOf, problemText } from '../session/problem';
import { Session } from '../session/session';
import type { PlainKey } from '../texts/text-types';
import { Texts } from '../texts/texts';
import { Outbox } from './outbox';
import { storyWords } from './story-words';

const STATUSES: readonly IncidentStatus[] = ['open', 'investigating', 'mitigated', 'resolved', 'closed'];
/** Where one may go from here, as the server sees it; it has the last word. */
const NEXT: Readonly<Record<IncidentStatus, readonly IncidentStatus[]>> = {
  open: ['investigating', 'mitigated', 'resolved'],
  investigating: ['open', 'mitigated', 'resolved'],
  mitigated: ['investigating', 'resolved'],
  resolved: ['investigating', 'closed'],
  closed: ['investigating'],
};

interface Quick {
  readonly text: PlainKey;
  readonly picture: string;
}

/** The record of a failure: the story so far, a quick word, and more people one tap away. */
@Component({
  selector: 'bar-incident-page',
  imports: [
    Avatar,
    FocusableContent,
    FormsModule,
    Icon,
    IonContent,
    IonFooter,
    RouterLink,
    SeverityMark,
    Sheet,
  ],
  host: { class: 'ion-page' },
  templateUrl: './incident-page.html',
  styleUrl: './incident-page.css',
})
export class IncidentPage {
  private readonly api = inject(Api);
  private readonly outbox = inject(Outbox);
  private readonly router = inject(Router);
  private readonly texts = inject(Texts);
  protected readonly times = inject(Times);
  protected readonly t = this.texts.t;
  protected readonly word = this.texts.word;
  protected readonly count = this.texts.count;
  protected readonly me = inject(Session).userId;
  private readonly content = viewChild(IonContent);
  private readonly field = viewChild<ElementRef<HTMLTextAreaElement>>('field');

  readonly incidentId = input.required<string>();
  private readonly saved = computed(() => kept<{ text: string }>(`barry.cache.draft.${this.incidentId()}`));

  protected readonly incident = query(() => this.api.invoke(getIncident, { incidentId: this.incidentId() }), {
    on: ({ kind, incidentId }) => kind.startsWith('incident.') && incidentId === this.incidentId(),
  });
  protected readonly story = query(() => this.readStory(), {
    on: ({ incidentId, escalationId }) =>
      incidentId === this.incidentId() ||
      (escalationId !== undefined && (this.incident.value()?.escalationIds.includes(escalationId) ?? false)),
  });
  protected readonly waiting = computed(() =>
    this.outbox.waiting().filter(({ incidentId }) => incidentId === this.incidentId()),
  );
  protected readonly responders = computed(() =>
    (this.incident.value()?.responders ?? []).filter(({ releasedAt }) => releasedAt === undefined),
  );
  protected readonly missing = computed(() => this.incident.problem()?.status === 404);
  protected readonly statuses = computed(() => {
    const now = this.incident.value()?.status;
    return STATUSES.filter((status) => status === now || (now !== undefined && NEXT[now].includes(status)));
  });
  protected readonly setting = signal(false);
  protected readonly wrong = signal('');
  protected readonly draft = signal('');
  protected readonly quick: readonly Quick[] = [
    { text: 'incident.looking', picture: 'stickers/looking-into-it.svg' },
    { text: 'incident.found', picture: 'stickers/found-it.svg' },
    { text: 'incident.fixed', picture: 'stickers/fixed.svg' },
    { text: 'incident.help', picture: 'stickers/need-help.svg' },
  ];

  constructor() {
    this.outbox.sent.subscribe(({ incidentId }) => {
      if (incidentId === this.incidentId()) void this.story.reload();
    });
    this.outbox.refused.subscribe(({ item, error }) => {
      if (item.incidentId !== this.incidentId()) return;
      this.draft.set(item.text);
      this.wrong.set(this.t(problemText(problemOf(error))));
    });
    // A ring may come in the middle of a sentence: what was typed is still there afterwards.
    effect(() => {
      const saved = this.saved();
      untracked(() => this.draft.set(saved.get()?.text ?? ''));
    });
    effect(() => {
      const text = this.draft();
      untracked(() => this.saved().set(text === '' ? undefined : { text }));
    });
    // The newest word is what one came for.
    effect(() => {
      const length = (this.story.value()?.length ?? 0) + this.waiting().length;
      if (length > 0) untracked(() => setTimeout(() => void this.content()?.scrollToBottom(0), 0));
    });
  }

  ionViewWillEnter(): void {
    void this.incident.reload();
    void this.story.reload();
  }

  protected words(entry: StoryEntry): string {
    return storyWords(this.texts, entry);
  }

  protected send(text = this.draft()): void {
    const words = text.trim();
    if (words === '') return;
    this.wrong.set('');
    this.draft.set('');
    this.outbox.write(this.incidentId(), words);
    this.field()?.nativeElement.focus();
  }

  protected async setStatus(status: IncidentStatus): Promise<void> {
    this.setting.set(false);
    const incident = this.incident.value();
    if (!incident || incident.status === status) return;
    this.wrong.set('');
    try {
      const { incidentId, version } = incident;
      this.incident.set(await this.api.invoke(updateIncident, { incidentId, body: { version, status } }));
      await this.story.reload();
    } catch (error) {
      const problem = problemOf(error);
      this.wrong.set(this.t(problem.status === 409 ? 'incident.changedMeanwhile' : problemText(problem)));
      await this.incident.reload();
    }
  }

  protected async callMore(): Promise<void> {
    const incident = this.incident.value();
    if (!incident) return;
    const escalationId = incident.escalationIds.at(-1);
    await this.router.navigate(['/call'], {
      queryParams: {
        incidentId: incident.incidentId,
        about: incident.title,
        severity: incident.severity,
        ...(escalationId !== undefined && { escalationId }),
      },
    });
  }

  private async readStory(): Promise<readonly StoryEntry[]> {
    const entries: StoryEntry[] = [];
    let pageToken: string | undefined;
    do {
      const page = await this.api.invoke(listStory, {
        incidentId: this.incidentId(),
        pageSize: 200,
        ...(pageToken !== undefined && { pageToken }),
      });
      entries.push(...page.entries);
      pageToken = page.nextPageToken;
    } while (pageToken !== undefined && entries.length < 2_000);
    return entries;
  }
}
