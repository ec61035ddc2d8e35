import { Injectable, inject, signal } from '@angular/core';
import { Subject } from 'rxjs';
import { Api } from '../../generated/api/api';
import { addComment } from '../../generated/api/functions';
import type { Comment } from '../../generated/api/models';
import { Clock } from '../session/clock';
import { kept } from '../session/kept';
import { Sender } from '../session/sender';

export interface Waiting {
  /** Also the idempotency key: however often it is sent, it is written once. */
  readonly key: string;
  readonly incidentId: string;
  readonly text: string;
  readonly at: string;
  readonly tries: number;
}

/** Comments written here and not yet taken by a server: kept over restarts, sent as soon as one answers. */
@Injectable({ providedIn: 'root' })
export class Outbox {
  private readonly api = inject(Api);
  private readonly clock = inject(Clock);
  private readonly sender = inject(Sender);
  private readonly saved = kept<Waiting[]>('barry.cache.outbox');
  private readonly list = signal<readonly Waiting[]>([]);
  readonly waiting = this.list.asReadonly();
  readonly sent = new Subject<Comment>();
  /** A comment that no server will take; its text goes back to who wrote it. */
  readonly refused = new Subject<{ item: Waiting; error: unknown }>();

  constructor() {
    for (const item of this.saved.get() ?? []) void this.post(item);
  }

  write(incidentId: string, text: string): void {
    const at = new Date(this.clock.time()).toISOString();
    void this.post({ key: crypto.randomUUID(), incidentId, text, at, tries: 0 });
  }

  private async post(item: Waiting): Promise<void> {
    this.put([...this.list().filter(({ key }) => key !== item.key), item]);
    try {
      const comment = await this.sender.send(
        (context) =>
          this.api.invoke(addComment, { incidentId: item.incidentId, body: { text: item.text } }, context),
        (tries) => this.put(this.list().map((one) => (one.key === item.key ? { ...one, tries } : one))),
        item.key,
      );
      this.sent.next(comment);
    } catch (error) {
      this.refused.next({ item, error });
    } finally {
      this.put(this.list().filter(({ key }) => key !== item.key));
    }
  }

  private put(list: readonly Waiting[]): void {
    this.list.set(list);
    this.saved.set(list.length > 0 ? [...list] : undefined);
  }
}
