import { Component, computed, effect, inject, input, signal, untracked } from '@angular/core';
import { NavController } from '@ionic/angular';
import { Api } from '../../generated/api/api';
import { openFromEscalation } from '../../generated/api/functions';
import type { RingCall } from '../../generated/api/models';
import { problemOf } from '../session/problem';
import { Texts } from '../texts/texts';
import { Device } from './device';
import { ManyScreen } from './many-screen';
import { MessageScreen } from './message-screen';
import { OverScreen } from './over-screen';
import { isOpen } from './ring-in-hand';
import { RingStore } from './ring-store';
import { RingingScreen } from './ringing-screen';

const STAYS_MS = 4_000;

/** One address for the whole of a ring: ringing, reading, and what became of it. */
@Component({
  selector: 'bar-ring-page',
  imports: [ManyScreen, MessageScreen, OverScreen, RingingScreen],
  host: { class: 'ion-page' },
  template: `
    @if (ring(); as ring) {
      @switch (ring.phase) {
        @case ('ringing') {
          <bar-ringing-screen
            [ring]="ring"
            [soundLocked]="soundLocked()"
            (answered)="store.answer()"
            (declined)="store.decline('')"
            (silenced)="store.silence()"
          />
        }
        @case ('reading') {
          @if (ring.calls.length > 1) {
            <bar-many-screen
              [ring]="ring"
              (accepted)="store.accept($event?.callId)"
              (declined)="store.decline($event.reason, $event.call?.callId)"
            />
          } @else {
            <bar-message-screen
              [ring]="ring"
              [call]="single()"
              (accepted)="store.accept()"
              (declined)="store.decline($event)"
            />
          }
        }
        @case ('over') {
          <bar-over-screen
            [ring]="ring"
            (openIncident)="openIncident($event)"
            (callMore)="callMore($event)"
            (takeAfterAll)="store.takeAfterAll()"
            (closed)="leave()"
          />
        }
      }
    } @else {
      <div class="gone">
        <p role="status">{{ t(looked() ? 'over.notFound' : 'app.loading') }}</p>
        <button type="button" class="btn" (click)="leave()">{{ t('over.toNow') }}</button>
      </div>
    }
  `,
  styles: `
    :host {
      background: var(--bg);
    }
    bar-ringing-screen,
    bar-over-screen {
      overflow: auto;
      height: 100%;
    }
    .gone {
      display: grid;
      gap: 16px;
      place-content: center;
      height: 100%;
      text-align: center;
    }
  `,
})
export class RingPage {
  protected readonly store = inject(RingStore);
  private readonly nav = inject(NavController);
  private readonly api = inject(Api);
  private readonly device = inject(Device);
  protected readonly t = inject(Texts).t;

  readonly ringId = input.required<string>();

  protected readonly looked = signal(false);
  protected readonly ring = computed(() => {
    const ring = this.store.ring();
    return ring?.ringId === this.ringId() ? ring : undefined;
  });
  protected readonly single = computed(() => {
    const calls = this.ring()?.calls ?? [];
    return calls.find(isOpen) ?? calls[0];
  });
  protected readonly soundLocked = computed(
    () => this.device.readiness()?.checks.find(({ id }) => id === 'audioUnlocked')?.level === 'fail',
  );

  /** Somebody has it, or it is over: said for a moment, then out of the way. */
  private readonly nothingToDo = computed(() => {
    const ring = this.ring();
    const kind = ring?.phase === 'over' ? ring.outcome?.kind : undefined;
    return kind === 'takenBy' || kind === 'resolved' || kind === 'cancelled';
  });

  constructor() {
    effect(() => {
      const ringId = this.ringId();
      untracked(() => {
        // Opened by its link, from a notification: the page knows nothing yet.
        if (this.store.ring()?.ringId !== ringId)
          void this.store.look(ringId).then(() => this.looked.set(true));
      });
    });
    effect(() => {
      if (this.ring()?.phase === 'reading') untracked(() => this.store.shown());
    });
    effect((onCleanup) => {
      if (!this.nothingToDo()) return;
      const timer = setTimeout(() => void this.leave(this.store.cameFrom), STAYS_MS);
      onCleanup(() => clearTimeout(timer));
    });
  }

  protected async openIncident(call: RingCall): Promise<void> {
    try {
      const incidentId =
        call.incidentId ??
        (await this.api.invoke(openFromEscalation, { escalationId: call.escalationId })).incidentId;
      this.store.close();
      await this.nav.navigateRoot(['/incident', incidentId]);
    } catch (error) {
      this.store.problem.set(problemOf(error));
    }
  }

  protected async callMore(call: RingCall): Promise<void> {
    await this.nav.navigateRoot('/call', {
      queryParams: { escalationId: call.escalationId, about: call.title },
    });
  }

  protected async leave(to = '/now'): Promise<void> {
    this.store.close();
    await this.nav.navigateRoot(to);
  }
}
