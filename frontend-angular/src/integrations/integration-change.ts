import { inject, linkedSignal, signal, type Signal } from '@angular/core';
import { Toasts } from '../design/toasts';
import type { Integration } from '../generated/api/models';
import { type Problem, toProblem } from '../session/problem';
import { IntegrationsApi } from './integrations-api';

/** What a form changes of one integration. Made where something can be injected. */
export class IntegrationChange {
  private readonly api = inject(IntegrationsApi);
  private readonly toasts = inject(Toasts);
  readonly busy = signal(false);
  readonly problem = signal<Problem | undefined>(undefined);
  /** What is typed is made from this; deliveries that are counted meanwhile change nothing of it. */
  readonly base: Signal<Integration>;

  constructor(integration: Signal<Integration>) {
    this.base = linkedSignal<Integration, Integration>({
      source: integration,
      computation: (now, before) =>
        before?.value.version === now.version && before.value.integrationId === now.integrationId
          ? before.value
          : now,
    });
  }

  /** Says so when it is saved; what the server refuses stands in `problem`. */
  async save(change: Parameters<IntegrationsApi['change']>[1], said: string): Promise<void> {
    if (this.busy()) return;
    this.busy.set(true);
    this.problem.set(undefined);
    try {
      await this.api.change(this.base(), change);
      this.toasts.tell(said);
    } catch (error) {
      this.problem.set(toProblem(error));
    } finally {
      this.busy.set(false);
    }
  }
}
