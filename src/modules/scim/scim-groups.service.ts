import { Injectable } from '@nestjs/common';
import { AuditTrail } from '../../platform/auth/audit-trail.js';
import type { Caller } from '../../platform/auth/caller.js';
import { Clock } from '../../platform/clock/clock.js';
import { Config } from '../../platform/config/config.js';
import { newId } from '../../platform/database/new-id.js';
import { GapsService } from './gaps.service.js';
import { type GroupAttributes, groupOf, patchedGroup } from './group.rules.js';
import { changesOf } from './patch.rules.js';
import { ScimGroupsStore } from './scim-groups.store.js';
import { groupResourceOf, type MemberRow, type ScimGroupRow } from './scim-groups.rows.js';
import { type Page, pageOf, type Resource, windowOf, withWarnings } from './scim.views.js';
import { ScimWrites } from './scim-writes.js';
import { TeamSync } from './team-sync.service.js';

/** Groups of a directory. One that an admin has mapped gives its members a role in a team; the others are only kept. */
@Injectable()
export class ScimGroupsService {
  constructor(
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly audit: AuditTrail,
    private readonly store: ScimGroupsStore,
    private readonly writes: ScimWrites,
    private readonly teams: TeamSync,
    private readonly gaps: GapsService,
  ) {}

  async list(query: Readonly<Record<string, unknown>>, hasMembers: boolean): Promise<Page> {
    const { startIndex, count } = windowOf(query);
    const { total, rows } = await this.store.list(query['filter'], startIndex, count);
    const members = hasMembers ? await this.store.membersOf(rows.map(({ id }) => id)) : undefined;
    const found = rows.map((row) => this.view(row, members && (members.get(row.id) ?? [])));
    return pageOf(total, startIndex, found);
  }

  async get(groupId: string, hasMembers: boolean): Promise<Resource> {
    const row = await this.store.get(groupId);
    return this.view(row, hasMembers ? await this.store.membersOfOne(groupId) : undefined);
  }

  create(body: unknown, caller: Caller): Promise<Resource> {
    const now = this.clock.now();
    const given = groupOf(body);
    return this.writes.run('directory-group.created', caller, async () => {
      const groupId = newId();
      await this.store.insert(groupId, given, now);
      await this.store.setMembers(groupId, new Set(), given.memberIds);
      const after = { ...summary(given), members: given.memberIds.size };
      this.audit.note({ targetId: groupId, targetName: given.displayName, after });
      return this.get(groupId, true);
    });
  }

  replace(groupId: string, body: unknown, ifMatch: string | undefined, caller: Caller): Promise<Resource> {
    const given = groupOf(body);
    return this.change(groupId, ifMatch, caller, () => given);
  }

  patch(groupId: string, body: unknown, ifMatch: string | undefined, caller: Caller): Promise<Resource> {
    const changes = changesOf(body);
    return this.change(groupId, ifMatch, caller, (held) => patchedGroup(changes, held));
  }

  remove(groupId: string, ifMatch: string | undefined, caller: Caller): Promise<readonly string[]> {
    const now = this.clock.now();
    return this.writes.run('directory-group.deleted', caller, async () => {
      const held = await this.store.locked(groupId, ifMatch);
      const { warnings } = await this.gaps.around(now, async () => {
        await this.store.remove(groupId);
        if (held.team_id !== null) await this.teams.sync([held.team_id], now);
      });
      const before = { displayName: held.display_name, teamId: held.team_id, role: held.role };
      this.audit.note({ targetId: groupId, targetName: held.display_name, before, after: { warnings } });
      return warnings;
    });
  }

  private change(
    groupId: string,
    ifMatch: string | undefined,
    caller: Caller,
    of: (held: GroupAttributes) => GroupAttributes,
  ): Promise<Resource> {
    const now = this.clock.now();
    return this.writes.run('directory-group.updated', caller, async () => {
      const held = await this.store.locked(groupId, ifMatch);
      const members = await this.store.membersOfOne(groupId);
      const before: GroupAttributes = {
        displayName: held.display_name,
        externalId: held.external_id ?? undefined,
        memberIds: new Set(members.map(({ user_id }) => user_id)),
      };
      const wanted = of(before);
      const added = [...wanted.memberIds].filter((id) => !before.memberIds.has(id));
      const removed = [...before.memberIds].filter((id) => !wanted.memberIds.has(id));
      const isSame = wanted.displayName === before.displayName && wanted.externalId === before.externalId;
      if (isSame && added.length + removed.length === 0) return this.view(held, members);
      const act = async (): Promise<void> => {
        await this.store.update(groupId, wanted, now);
        await this.store.setMembers(groupId, before.memberIds, wanted.memberIds);
        if (held.team_id !== null) await this.teams.sync([held.team_id], now);
      };
      const { warnings } =
        removed.length > 0 && held.team_id !== null
          ? await this.gaps.around(now, act)
          : { warnings: await act().then(() => []) };
      this.audit.note({
        targetId: groupId,
        targetName: wanted.displayName,
        before: summary(before),
        after: { ...summary(wanted), added, removed, ...(warnings.length > 0 ? { warnings } : {}) },
      });
      return withWarnings(await this.get(groupId, true), warnings);
    });
  }

  private view(row: ScimGroupRow, members: readonly MemberRow[] | undefined): Resource {
    return groupResourceOf(row, members, this.config.publicUrl);
  }
}

const summary = ({ displayName, externalId }: GroupAttributes): object => ({ displayName, externalId });
