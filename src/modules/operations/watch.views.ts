import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import { type PeerRow, PeersStore } from './peers.store.js';
import type { WatchedList } from './watch.dto.js';
import { type WatchedRow, WatchedStore } from './watched.store.js';

type WatchedView = WatchedList['watched'][number];
type PeerView = WatchedList['peers'][number];

/** What the settings name, with what is known of it. */
@Injectable()
export class WatchViews {
  constructor(
    private readonly config: Config,
    private readonly watched: WatchedStore,
    private readonly peers: PeersStore,
  ) {}

  async list(): Promise<WatchedList> {
    const { watch } = this.config.settings;
    const [heard, told] = await Promise.all([this.watched.list(), this.peers.list()]);
    return {
      watched: watch.watched.map(({ name, team }) =>
        watchedView(
          name,
          team,
          heard.find((row) => row.name === name),
        ),
      ),
      peers: watch.peers.map(({ url }) =>
        peerView(
          url,
          told.find((row) => row.url === url),
        ),
      ),
    };
  }
}

function watchedView(name: string, team: string, row: WatchedRow | undefined): WatchedView {
  if (!row) return { name, team, state: 'waiting', late: [] };
  const { at: _, sequence: __, ...said } = row.beat;
  const state = row.silent_since ? 'silent' : row.late.length > 0 ? 'late' : 'beating';
  return { name, team, state, lastBeatAt: row.received_at.toISOString(), ...said, late: [...row.late] };
}

function peerView(url: string, row: PeerRow | undefined): PeerView {
  if (!row) return { url, state: 'waiting', failed: 0 };
  return {
    url,
    state: row.failure !== null ? 'failing' : row.delivered_at ? 'delivered' : 'waiting',
    triedAt: row.tried_at.toISOString(),
    ...(row.delivered_at && { deliveredAt: row.delivered_at.toISOString() }),
    ...(row.failure !== null && { failure: row.failure }),
    failed: row.failed,
  };
}
