import { inject, Injectable } from '@angular/core';
import { Api } from '../../generated/api/api';
import {
  createHeartbeat,
  deleteHeartbeat,
  getHeartbeat,
  listHeartbeats,
  revealHeartbeat,
  rotateHeartbeatKey,
  updateHeartbeat,
} from '../../generated/api/functions';
import type { Heartbeat, HeartbeatAddress, Severity } from '../../generated/api/models';

/** What a person may write of a heartbeat. */
export interface HeartbeatWish {
  readonly name: string;
  readonly everySeconds: number;
  readonly graceSeconds: number;
  readonly severity: Severity;
}

const LARGEST_PAGE = 200;

@Injectable({ providedIn: 'root' })
export class HeartbeatsApi {
  private readonly api = inject(Api);

  /** All of them, or those of one integration. */
  async list(integrationId: string | undefined): Promise<readonly Heartbeat[]> {
    const found: Heartbeat[] = [];
    let pageToken: string | undefined;
    do {
      const page = await this.api.invoke(listHeartbeats, {
        pageSize: LARGEST_PAGE,
        ...(integrationId === undefined ? {} : { integrationId }),
        ...(pageToken === undefined ? {} : { pageToken }),
      });
      found.push(...page.heartbeats);
      pageToken = page.nextPageToken;
    } while (pageToken !== undefined);
    return found;
  }

  create(integrationId: string, wish: HeartbeatWish): Promise<Heartbeat> {
    return this.api.invoke(createHeartbeat, { body: { integrationId, ...wish } });
  }

  change(one: Heartbeat, change: Partial<HeartbeatWish> & { readonly paused?: boolean }): Promise<Heartbeat> {
    const { heartbeatId, version } = one;
    return this.api.invoke(updateHeartbeat, { heartbeatId, body: { version, ...change } });
  }

  /** Meant whatever somebody has changed a moment ago: of the version that is there now. */
  async pause(heartbeatId: string, paused: boolean): Promise<Heartbeat> {
    return this.change(await this.api.invoke(getHeartbeat, { heartbeatId }), { paused });
  }

  remove(heartbeatId: string): Promise<unknown> {
    return this.api.invoke(deleteHeartbeat, { heartbeatId });
  }

  address(heartbeatId: string): Promise<HeartbeatAddress> {
    return this.api.invoke(revealHeartbeat, { heartbeatId });
  }

  rotate(heartbeatId: string): Promise<Heartbeat> {
    return this.api.invoke(rotateHeartbeatKey, { heartbeatId });
  }
}
