import { inject, Injectable } from '@angular/core';
import { Api } from '../generated/api/api';
import { listTimeline } from '../generated/api/functions';
import type { EventPage } from '../generated/api/models';

@Injectable({ providedIn: 'root' })
export class TimelineApi {
  private readonly api = inject(Api);

  list(of: { readonly teamId?: string; readonly userId?: string }, pageToken?: string): Promise<EventPage> {
    return this.api.invoke(listTimeline, {
      ...of,
      pageSize: 100,
      ...(pageToken === undefined ? {} : { pageToken }),
    });
  }
}
