import { inject, Injectable, signal } from '@angular/core';
import { Router } from '@angular/router';
import { problemText } from '../design/problem-note';
import { Texts } from '../design/text/texts';
import { Toasts } from '../design/toasts';
import type { Call, Escalation } from '../generated/api/models';
import { LiveBoard } from '../session/live-board';
import { toProblem } from '../session/problem';
import { NowApi } from './now-api';

export const DECLINE_REASONS = ['driving', 'not-my-field', 'asleep', 'other'] as const;

/** What the buttons of the board do; each answer is shown by the board itself, failures are said. */
@Injectable({ providedIn: 'root' })
export class BoardActions {
  private readonly api = inject(NowApi);
  private readonly board = inject(LiveBoard);
  private readonly router = inject(Router);
  private readonly toasts = inject(Toasts);
  private readonly texts = inject(Texts);
  private readonly working = signal(false);
  readonly busy = this.working.asReadonly();

  take(run: Escalation, mine: Call | undefined): Promise<void> {
    return this.act(() =>
      mine === undefined ? this.api.take(run.escalationId) : this.api.accept(mine.callId),
    );
  }

  decline(call: Call, reason: string): Promise<void> {
    return this.act(() => this.api.decline(call.callId, reason));
  }

  nextStep(run: Escalation): Promise<void> {
    return this.act(() => this.api.nextStep(run.escalationId));
  }

  stop(run: Escalation): Promise<void> {
    return this.act(() => this.api.stop(run.escalationId));
  }

  incident(run: Escalation): Promise<void> {
    return this.act(async () => {
      const incident = await this.api.openIncident(run.escalationId);
      await this.router.navigate(['/incidents', incident.incidentId]);
    });
  }

  private async act(work: () => Promise<unknown>): Promise<void> {
    if (this.working()) return;
    this.working.set(true);
    try {
      await work();
    } catch (error) {
      this.toasts.fail(problemText(toProblem(error), this.texts));
    } finally {
      this.working.set(false);
      this.board.refresh();
    }
  }
}
