import { Component, computed, effect, inject, input, signal, untracked } from '@angular/core';
import { FormsModule } from '@angular/forms';
import { RouterLink } from '@angular/router';
import { IonContent, IonFooter } from '@ionic/angular';
import { Api } from '../../generated/api/api';
import {
  addTargets,
  cancelEscalation,
  getEscalation,
  listTeams,
  listUsers,
  startEscalation,
} from '../../generated/api/functions';
import type { Escalation, Severity } from '../../generated/api/models';
import { Avatar } from '../design/avatar';
import { FocusableContent } from '../design/focusable-content';
import { Icon } from '../design/icon';
import { query } from '../design/query';
import { SeverityMark } from '../design/severity';
import { Tabs } from '../design/tabs';
import { Live } from '../session/live';
import { problemOf, problemText } from '../session/problem';
import { Sender } from '../session/sender';
import { Session } from '../session/session';
import { Texts } from '../texts/texts';
import { CalledPeople } from './called-people';

const SEVERITIES: readonly Severity[] = ['critical', 'high', 'warning', 'info'];
const isLive = ({ status }: Escalation): boolean => status === 'delayed' || status === 'calling';

/** Calls people: from nothing, or more of them to something that is going on. */
@Component({
  selector: 'bar-call-page',
  imports: [
    Avatar,
    CalledPeople,
    FocusableContent,
    FormsModule,
    Icon,
    IonContent,
    IonFooter,
    RouterLink,
    SeverityMark,
    Tabs,
  ],
  host: { class: 'ion-page' },
  templateUrl: './call-page.html',
  styleUrl: './call-page.css',
})
export class CallPage {
  private readonly api = inject(Api);
  private readonly live = inject(Live);
  private readonly sender = inject(Sender);
  private readonly texts = inject(Texts);
  protected readonly t = this.texts.t;
  protected readonly word = this.texts.word;
  protected readonly me = inject(Session).userId;

  /** From the address: what is going on already. */
  readonly escalationId = input<string>();
  readonly incidentId = input<string>();
  readonly about = input<string>();
  readonly severity = input<Severity>();

  private readonly users = query(() => this.api.invoke(listUsers, { pageSize: 200 }), { keep: 'users' });
  private readonly teams = query(() => this.api.invoke(listTeams, { pageSize: 200 }), { keep: 'teams' });

  protected readonly severities = SEVERITIES;
  protected readonly isMore = computed(
    () => this.escalationId() !== undefined || this.incidentId() !== undefined,
  );
  protected readonly search = signal('');
  protected readonly chosenTeam = signal<string | undefined>(undefined);
  protected readonly chosen = signal<ReadonlySet<string>>(new Set());
  protected readonly level = signal<Severity>('high');
  protected title = '';
  protected message = '';
  protected readonly working = signal(false);
  protected readonly wrong = signal('');
  protected readonly running = signal<Escalation | undefined>(undefined);
  protected readonly isRunning = computed(() => {
    const running = this.running();
    return running !== undefined && isLive(running);
  });

  protected readonly shownTeams = computed(() =>
    (this.teams.value()?.teams ?? []).filter(({ name }) => this.matches(name)),
  );
  protected readonly shownUsers = computed(() =>
    (this.users.value()?.users ?? []).filter(
      ({ name, disabled, userId }) => !disabled && userId !== this.me() && this.matches(name),
    ),
  );

  constructor() {
    effect(() => {
      const about = this.about();
      const severity = this.severity();
      untracked(() => {
        this.running.set(undefined);
        if (about) this.title = about;
        if (severity) this.level.set(severity);
      });
    });
    this.live.news.subscribe(({ escalationId }) => {
      const running = this.running();
      if (running && escalationId === running.escalationId) void this.refresh(running.escalationId);
    });
  }

  protected pick(userId: string): void {
    const next = new Set(this.chosen());
    if (!next.delete(userId)) next.add(userId);
    this.chosen.set(next);
    this.chosenTeam.set(undefined);
  }

  protected pickTeam(teamId: string): void {
    this.chosenTeam.set(this.chosenTeam() === teamId ? undefined : teamId);
    this.chosen.set(new Set());
  }

  protected async call(): Promise<void> {
    const teamId = this.chosenTeam();
    const userIds = [...this.chosen()];
    if (teamId === undefined && userIds.length === 0) return this.wrong.set(this.t('calling.nobody'));
    if (this.title.trim() === '') return this.wrong.set(this.t('calling.noTitle'));
    this.wrong.set('');
    this.working.set(true);
    try {
      this.running.set(await this.start(teamId, userIds));
      this.chosen.set(new Set());
      this.chosenTeam.set(undefined);
    } catch (error) {
      const problem = problemOf(error);
      this.wrong.set(
        problem.status === 422 || problem.status === 409 ? problem.title : this.t(problemText(problem)),
      );
    } finally {
      this.working.set(false);
    }
  }

  protected async stop(): Promise<void> {
    const running = this.running();
    if (!running) return;
    try {
      this.running.set(
        await this.sender.send((context) =>
          this.api.invoke(cancelEscalation, { escalationId: running.escalationId }, context),
        ),
      );
    } catch (error) {
      this.wrong.set(this.t(problemText(problemOf(error))));
    }
  }

  private async start(teamId: string | undefined, userIds: string[]): Promise<Escalation> {
    const known = this.escalationId();
    const message = this.message.trim();
    if (known !== undefined) {
      return this.sender.send((context) =>
        this.api.invoke(
          addTargets,
          { escalationId: known, body: { userIds, teamIds: teamId === undefined ? [] : [teamId], message } },
          context,
        ),
      );
    }
    const incidentId = this.incidentId();
    return this.sender.send((context) =>
      this.api.invoke(
        startEscalation,
        {
          body: {
            title: this.title.trim(),
            severity: this.level(),
            message,
            ...(teamId === undefined ? { userIds } : { teamId }),
            ...(incidentId !== undefined && { incidentId }),
          },
        },
        context,
      ),
    );
  }

  private async refresh(escalationId: string): Promise<void> {
    const fresh = await this.api.invoke(getEscalation, { escalationId }).catch(() => undefined);
    if (fresh && this.running()?.escalationId === escalationId) this.running.set(fresh);
  }

  private matches(name: string): boolean {
    return name.toLocaleLowerCase().includes(this.search().trim().toLocaleLowerCase());
  }
}
