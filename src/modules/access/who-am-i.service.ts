import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { Authority, Unauthenticated } from '../../platform/auth/authority.js';
import type { Caller } from '../../platform/auth/caller.js';
import { Config } from '../../platform/config/config.js';
import { PeopleQueries } from '../people/index.js';
import type * as dto from './access.dto.js';
import { RIGHTS } from './rights.js';

@Injectable()
export class WhoAmIService {
  constructor(
    private readonly authority: Authority,
    private readonly people: PeopleQueries,
    private readonly config: Config,
  ) {}

  async me(caller: Caller): Promise<z.output<typeof dto.Me>> {
    const { userId, kind } = caller;
    if (userId === undefined || (kind !== 'session' && kind !== 'token' && kind !== 'device'))
      throw new Unauthenticated('Sign in first');
    const [user, teams] = await Promise.all([
      this.people.user(userId),
      this.people.teamsByIds([...caller.teams.keys()]),
    ]);
    return {
      user,
      teams: [...teams.values()]
        .map(({ teamId, slug, name }) => ({
          teamId,
          slug,
          name,
          role: caller.teams.get(teamId) ?? 'observer',
        }))
        .sort((a, b) => a.name.localeCompare(b.name, 'en')),
      credential: kind,
      ...(caller.deviceId === undefined ? {} : { deviceId: caller.deviceId }),
      ...(caller.csrfToken === undefined ? {} : { csrfToken: caller.csrfToken }),
      ...(this.config.settings.simulate ? { simulated: true } : {}),
      ...(caller.granted === undefined ? {} : { scopes: [...caller.granted].sort() }),
      rights: Object.keys(RIGHTS).filter((right) => this.authority.may(caller, right)),
    };
  }
}
