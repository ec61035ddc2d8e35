import { inject, Injectable } from '@angular/core';
import { Api } from '../generated/api/api';
import { explainAlert, explainEscalation } from '../generated/api/functions';
import type { Explanation, Locale } from '../generated/api/models';

/** Exactly one of the two is explained. */
export interface Subject {
  readonly escalationId?: string | undefined;
  readonly alertId?: string | undefined;
}

export interface Wish extends Subject {
  readonly locale: Locale;
  readonly timeZone: string;
  /** Somebody whose verdict is wanted as well. */
  readonly userId?: string | undefined;
}

@Injectable({ providedIn: 'root' })
export class ExplanationApi {
  private readonly api = inject(Api);

  explanation({ escalationId, alertId, locale, timeZone, userId }: Wish): Promise<Explanation> {
    const reader = { locale, timeZone, ...(userId === undefined ? {} : { userId }) };
    return alertId === undefined
      ? this.api.invoke(explainEscalation, { escalationId: escalationId ?? '', ...reader })
      : this.api.invoke(explainAlert, { alertId, ...reader });
  }
}
