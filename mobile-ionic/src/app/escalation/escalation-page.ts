import { Component, computed, inject, input, signal } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { IonContent, IonFooter } from '@ionic/angular';
import { Api } from '../../generated/api/api';
import { getEscalation, openFromEscalation, takeEscalation } from '../../generated/api/functions';
import { CalledPeople } from '../calling/called-people';
import { FocusableContent } from '../design/focusable-content';
import { Icon } from '../design/icon';
import { query } from '../design/query';
import { SeverityMark } from '../design/severity';
import { Times } from '../design/times';
import { problemOf, problemText } from '../session/problem';
import { Sender } from '../session/sender';
import { Session } from '../session/session';
import { Texts } from '../texts/texts';
import { SnoozeSheet } from './snooze-sheet';
import { WhyPeople } from './why-people';

/** One calling, as it goes: who is called, who took it, and the incident behind it. */
@Component({
  selector: 'bar-escalation-page',
  imports: [
    CalledPeople,
    FocusableContent,
    Icon,
    IonContent,
    IonFooter,
    RouterLink,
    SeverityMark,
    SnoozeSheet,
    WhyPeople,
  ],
  host: { class: 'ion-page' },
  template: `
    <ion-content>
      <div class="top back">
        <a class="iconbtn" routerLink="/now" [attr.aria-label]="t('app.back')"><bar-icon name="back" /></a>
        <span class="mono number">{{ escalation.value() ? 'ESC-' + escalation.value()?.number : '' }}</span>
      </div>
      @if (escalation.value(); as one) {
        <section class="whole">
          <bar-severity [level]="one.severity" />
          <h1>{{ one.title }}</h1>
          <p class="dim">{{ one.teamName }} · {{ times.ago(one.startedAt) }}</p>
          @if (one.message) {
            <p class="text">{{ one.message }}</p>
          }
          <bar-called-people [escalation]="one" />
          @if (quiet()) {
            <p class="dim" role="status">{{ quiet() }}</p>
          }
          @if (maySnooze()) {
            <button type="button" class="btn" (click)="snoozing.set(true)">
              <bar-icon name="moon" />{{ t('snooze.do') }}
            </button>
          }
          <button
            type="button"
            class="btn"
            [attr.aria-expanded]="isWhyOpen()"
            (click)="isWhyOpen.set(!isWhyOpen())"
          >
            {{ t('why.title') }}
          </button>
          @if (isWhyOpen()) {
            <bar-why-people [escalationId]="one.escalationId" />
          }
        </section>
      } @else {
        <p class="whole dim" role="status">{{ t(missing() ? 'problem.notFound' : 'app.loading') }}</p>
      }
    </ion-content>
    @if (snoozing()) {
      <bar-snooze-sheet
        [alertIds]="escalation.value()?.alertIds ?? []"
        (snoozed)="toldQuiet($event)"
        (closed)="snoozing.set(false)"
      />
    }
    @if (escalation.value()) {
      <ion-footer class="ion-no-border">
        @if (wrong()) {
          <p class="wrong note" role="alert">{{ wrong() }}</p>
        }
        <div class="thumbs" [class.single]="!mayTake()">
          <button type="button" class="btn thumb" [class.accent]="!mayTake()" (click)="openIncident()">
            {{ t(escalation.value()?.incidentId ? 'over.toIncident' : 'over.openIncident') }}
          </button>
          @if (mayTake()) {
            <button type="button" class="btn thumb take" (click)="take()">
              <bar-icon name="check" />{{ t('message.take') }}
            </button>
          }
        </div>
      </ion-footer>
    }
  `,
  styles: `
    .number {
      font-weight: 600;
    }
    .whole {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: 10px;
      padding: 8px var(--gutter) 24px;
    }
    h1 {
      font-size: 25px;
      line-height: 1.2;
      letter-spacing: -0.015em;
      font-weight: 700;
      overflow-wrap: anywhere;
    }
    .text {
      white-space: pre-wrap;
      overflow-wrap: anywhere;
      font-size: 16px;
    }
    .note {
      padding: 10px var(--gutter) 0;
    }
  `,
})
export class EscalationPage {
  private readonly api = inject(Api);
  private readonly router = inject(Router);
  private readonly sender = inject(Sender);
  private readonly me = inject(Session).userId;
  protected readonly times = inject(Times);
  protected readonly t = inject(Texts).t;

  readonly escalationId = input.required<string>();

  protected readonly isWhyOpen = signal(false);
  protected readonly wrong = signal('');
  protected readonly snoozing = signal(false);
  /** What was snoozed here, until when. */
  protected readonly quiet = signal('');
  protected readonly escalation = query(
    () => this.api.invoke(getEscalation, { escalationId: this.escalationId() }),
    { on: ({ escalationId }) => escalationId === this.escalationId() },
  );
  protected readonly missing = computed(() => this.escalation.problem()?.status === 404);
  /** Where an alert of it may still fire; what somebody has started without one has nothing to be quiet about. */
  protected readonly maySnooze = computed(() => {
    const one = this.escalation.value();
    return one !== undefined && one.alertIds.length > 0 && one.status !== 'resolved';
  });
  /** Also what nobody answered may still be taken. */
  protected readonly mayTake = computed(() => {
    const one = this.escalation.value();
    const isOpen = one?.status === 'delayed' || one?.status === 'calling' || one?.status === 'exhausted';
    return isOpen && !one.acceptances.some(({ userId }) => userId === this.me());
  });

  ionViewWillEnter(): void {
    void this.escalation.reload();
  }

  protected async toldQuiet(words: string): Promise<void> {
    this.snoozing.set(false);
    this.quiet.set(words);
    await this.escalation.reload();
  }

  protected async take(): Promise<void> {
    const escalationId = this.escalationId();
    await this.trying(async () => {
      this.escalation.set(
        await this.sender.send((context) => this.api.invoke(takeEscalation, { escalationId }, context)),
      );
    });
  }

  protected async openIncident(): Promise<void> {
    const escalationId = this.escalationId();
    await this.trying(async () => {
      const known = this.escalation.value()?.incidentId;
      const incidentId = known ?? (await this.api.invoke(openFromEscalation, { escalationId })).incidentId;
      await this.router.navigate(['/incident', incidentId]);
    });
  }

  private async trying(work: () => Promise<void>): Promise<void> {
    this.wrong.set('');
    try {
      await work();
    } catch (error) {
      this.wrong.set(this.t(problemText(problemOf(error))));
      await this.escalation.reload();
    }
  }
}
