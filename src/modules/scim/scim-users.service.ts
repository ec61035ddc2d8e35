import { Injectable } from '@nestjs/common';
import { AuditTrail } from '../../platform/auth/audit-trail.js';
import type { Caller } from '../../platform/auth/caller.js';
import { Clock } from '../../platform/clock/clock.js';
import { Config } from '../../platform/config/config.js';
import { newId } from '../../platform/database/new-id.js';
import { EventLog } from '../../platform/events/event-log.js';
import { AccountEnd } from '../access/index.js';
import { DevicesService } from '../devices/index.js';
import { PeopleQueries, UsersService } from '../people/index.js';
import { GapsService } from './gaps.service.js';
import { changesOf } from './patch.rules.js';
import { ScimRefused, ScimTaken } from './scim.errors.js';
import { type Page, pageOf, type Resource, windowOf, withWarnings } from './scim.views.js';
import { ScimUsersStore } from './scim-users.store.js';
import { attributesOf, type ScimUserRow, userResourceOf } from './scim-users.rows.js';
import { ScimWrites } from './scim-writes.js';
import { TeamSync } from './team-sync.service.js';
import { isSameUser, newUser, patched, replaced, type UserAttributes } from './user.rules.js';

/** What a directory sees of our people, and does to them. It makes members: an admin is made by an admin. */
@Injectable()
export class ScimUsersService {
  constructor(
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly audit: AuditTrail,
    private readonly events: EventLog,
    private readonly store: ScimUsersStore,
    private readonly writes: ScimWrites,
    private readonly people: PeopleQueries,
    private readonly users: UsersService,
    private readonly accounts: AccountEnd,
    private readonly devices: DevicesService,
    private readonly teams: TeamSync,
    private readonly gaps: GapsService,
  ) {}

  async list(query: Readonly<Record<string, unknown>>): Promise<Page> {
    const { startIndex, count } = windowOf(query);
    const { total, rows } = await this.store.list(query['filter'], startIndex, count);
    return pageOf(
      total,
      startIndex,
      rows.map((row) => this.view(row)),
    );
  }

  async get(userId: string): Promise<Resource> {
    return this.view(await this.store.get(userId));
  }

  create(body: unknown, caller: Caller): Promise<Resource> {
    const now = this.clock.now();
    return this.writes.run('user.created', caller, async () => {
      const { timeZone } = await this.people.organisation();
      const given = newUser(body, { locale: 'en', timeZone });
      if (given.email === '')
        throw new ScimRefused('invalidValue', 'A user has an e-mail address, in emails or as the userName');
      const known = await this.store.deletedBy(given.email);
      if (known) return this.comeBack(known, given, now);
      const userId = newId();
      await this.store.insert(userId, given, now);
      const row = await this.store.get(userId);
      this.audit.note({ targetId: userId, targetName: row.name, after: attributesOf(row) });
      await this.events.append([{ kind: 'user.created', at: now, userId }]);
      return this.view(row);
    });
  }

  replace(userId: string, body: unknown, ifMatch: string | undefined, caller: Caller): Promise<Resource> {
    return this.change(userId, ifMatch, caller, (held) => replaced(body, held));
  }

  patch(userId: string, body: unknown, ifMatch: string | undefined, caller: Caller): Promise<Resource> {
    const changes = changesOf(body);
    return this.change(userId, ifMatch, caller, (held) => patched(changes, held));
  }

  /** They leave the directory and lose all ways in. What they did stays theirs: the user is kept, disabled. */
  remove(userId: string, ifMatch: string | undefined, caller: Caller): Promise<readonly string[]> {
    const now = this.clock.now();
    return this.writes.run('user.updated', caller, async () => {
      const held = await this.store.locked(userId, ifMatch);
      const before = attributesOf(held);
      const { warnings } = await this.gaps.around(
        now,
        async () => {
          await this.write(held, { ...before, active: false }, now);
          await this.store.markDeleted(userId, now);
          await this.teams.sync(await this.store.leaveGroups(userId, now), now);
        },
        before.active ? { userId, name: held.name } : undefined,
      );
      const after = { ...before, active: false, deleted: true, warnings };
      this.audit.note({ targetId: userId, targetName: held.name, before, after });
      return warnings;
    });
  }

  private change(
    userId: string,
    ifMatch: string | undefined,
    caller: Caller,
    of: (held: UserAttributes) => UserAttributes,
  ): Promise<Resource> {
    const now = this.clock.now();
    return this.writes.run('user.updated', caller, async () => {
      const held = await this.store.locked(userId, ifMatch);
      const before = attributesOf(held);
      const wanted = of(before);
      // Said again what is so already: nothing to write down, nothing to tell.
      if (isSameUser(before, wanted)) return this.view(held);
      const leaves = before.active && !wanted.active;
      const { warnings } = leaves
        ? await this.gaps.around(now, () => this.write(held, wanted, now), { userId, name: held.name })
        : { warnings: await this.write(held, wanted, now).then(() => []) };
      const row = await this.store.get(userId);
      const after = attributesOf(row);
      this.audit.note({
        targetId: userId,
        targetName: row.name,
        before,
        after: warnings.length > 0 ? { ...after, warnings } : after,
      });
      return withWarnings(this.view(row), warnings);
    });
  }

  /** Who was deleted and is sent again is the same user, with all that they did. */
  private async comeBack(known: ScimUserRow, given: UserAttributes, now: Date): Promise<Resource> {
    const before = attributesOf(known);
    await this.write(known, given, now);
    const row = await this.store.get(known.id);
    const after = attributesOf(row);
    this.audit.note({ action: 'user.updated', targetId: row.id, targetName: row.name, before, after });
    return this.view(row);
  }

  private async write(held: ScimUserRow, wanted: UserAttributes, now: Date): Promise<void> {
    const isAdmin = held.role === 'admin';
    const leaves = held.disabled_at === null && !wanted.active;
    // By its address a password is set anew: whoever moves an admin’s is one.
    if (isAdmin && wanted.email.toLowerCase() !== held.email.toLowerCase())
      throw new ScimRefused('mutability', 'The e-mail address of an admin is not changed by a directory');
    if (isAdmin && held.disabled_at !== null && wanted.active)
      throw new ScimRefused('mutability', 'An admin is brought back by an admin');
    if (await this.store.isTaken(held.id, wanted))
      throw new ScimTaken('Somebody has this userName or e-mail address already');
    if (leaves) await this.users.requireLastResortWithout(held.id);
    await this.store.update(held, wanted, now);
    if (leaves) {
      if (isAdmin) await this.users.requireSomeAdmin();
      await this.accounts.of(held.id, now);
      await this.devices.removeAllOf(held.id, now);
    }
    const teamIds = [...(await this.people.rolesOf(held.id)).keys()];
    await this.events.append([{ kind: 'user.updated', at: now, userId: held.id, teamIds }]);
  }

  private view(row: ScimUserRow): Resource {
    return userResourceOf(row, this.config.publicUrl);
  }
}
