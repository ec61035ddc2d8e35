import { Injectable } from '@angular/core';
import { Subject } from 'rxjs';
import type { Severity } from '../generated/api/models';

/** What the escalate dialog starts with. */
export interface EscalateWish {
  readonly teamId?: string | undefined;
  readonly title?: string;
  readonly message?: string;
  readonly severity?: Severity;
  readonly incidentId?: string;
}

/** Calling more people into a running escalation, or into an incident that has none live. */
export interface CallMoreWish {
  readonly title: string;
  readonly escalationId?: string;
  readonly incidentId?: string;
  readonly severity?: Severity;
  readonly handOver?: boolean;
}

/** What may be asked for from anywhere; the shell answers. Screens never import each other. */
@Injectable({ providedIn: 'root' })
export class Commands {
  readonly escalate = new Subject<EscalateWish>();
  readonly callMore = new Subject<CallMoreWish>();
  readonly newIncident = new Subject<{ readonly alertIds?: readonly string[]; readonly title?: string }>();
  readonly explain = new Subject<{ readonly escalationId: string; readonly title: string }>();
}
