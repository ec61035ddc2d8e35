import { inject, Injectable } from '@angular/core';
import { Api } from '../generated/api/api';
import { listTimeline } from '../generated/api/functions';
import type { EventPage } from '../generated/api/models';
import { TIMELINE_KINDS } from '../session/event-words';

@Injectable({ providedIn: 'root' })
export class TimelineApi {
  private readonly api = inject(Api);

  list(of: { readonly teamId?: string; readonly userId?: string }, pageToken?: string): Promise<EventPage> {
    return this.api.invoke(listTimeline, {
      ...of,
      kinds: [...TIMELINE_KINDS],
      pageSize: 100,
      ...(pageToken === undefined ? {} : { pageToken }),
    });
  }
}
