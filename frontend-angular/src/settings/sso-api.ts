import { inject, Injectable } from '@angular/core';
import { Api } from '../generated/api/api';
import {
  getSingleSignOn,
  getUserOrigin,
  listDirectoryGroups,
  mapDirectoryGroup,
  tryClaims,
  unmapDirectoryGroup,
} from '../generated/api/functions';
import type {
  ClaimsVerdict,
  DirectoryGroup,
  DirectoryGroupPage,
  SingleSignOn,
  TeamRole,
  UserOrigin,
} from '../generated/api/models';

/** Single sign-on, for whoever sets it up. */
@Injectable({ providedIn: 'root' })
export class SsoApi {
  private readonly api = inject(Api);

  state(): Promise<SingleSignOn> {
    return this.api.invoke(getSingleSignOn);
  }

  try(claims: string): Promise<ClaimsVerdict> {
    return this.api.invoke(tryClaims, { body: { claims } });
  }

  /** All that a directory has sent. */
  async groups(): Promise<readonly DirectoryGroup[]> {
    const groups: DirectoryGroup[] = [];
    let next: { pageToken?: string } | undefined = {};
    while (next) {
      const page: DirectoryGroupPage = await this.api.invoke(listDirectoryGroups, { pageSize: 200, ...next });
      groups.push(...page.groups);
      next = page.nextPageToken === undefined ? undefined : { pageToken: page.nextPageToken };
    }
    return groups;
  }

  /** Undefined: it gives nothing any more. */
  give(
    groupId: string,
    what: { readonly teamId: string; readonly role: TeamRole } | undefined,
  ): Promise<DirectoryGroup> {
    return what
      ? this.api.invoke(mapDirectoryGroup, { groupId, body: what })
      : this.api.invoke(unmapDirectoryGroup, { groupId });
  }

  originOf(userId: string): Promise<UserOrigin> {
    return this.api.invoke(getUserOrigin, { userId });
  }
}
