import { Injectable, computed, inject, signal } from '@angular/core';
import { Api } from '../../generated/api/api';
import { listTeams, listUsers } from '../../generated/api/functions';
import { kept } from './kept';
import { Live } from './live';

interface Named {
  readonly id: string;
  readonly name: string;
}

/** Ids behind names: a ring names people and teams, and their avatars shall be the same everywhere. */
@Injectable({ providedIn: 'root' })
export class Directory {
  private readonly api = inject(Api);
  private readonly saved = kept<Named[]>('barry.cache.directory');
  private readonly known = signal<readonly Named[]>(this.saved.get() ?? []);
  private readonly byName = computed(() => new Map(this.known().map(({ id, name }) => [name, id])));

  constructor() {
    // Never in the way of a ring: it is read once the stream stands.
    const live = inject(Live);
    live.gap.subscribe(() => void this.read().catch(() => undefined));
    if (live.state() === 'live') void this.read().catch(() => undefined);
  }

  idOf(name: string): string | undefined {
    return this.byName().get(name);
  }

  private async read(): Promise<void> {
    const [{ users }, { teams }] = await Promise.all([
      this.api.invoke(listUsers, { pageSize: 200 }),
      this.api.invoke(listTeams, { pageSize: 200 }),
    ]);
    const all = [
      ...users.map(({ userId, name }) => ({ id: userId, name })),
      ...teams.map(({ teamId, name }) => ({ id: teamId, name })),
    ];
    this.known.set(all);
    this.saved.set(all);
  }
}
