import { inject, Injectable } from '@angular/core';
import { Api } from '../generated/api/api';
import { getSingleSignOn, getUserOrigin, tryClaims } from '../generated/api/functions';
import type { ClaimsVerdict, SingleSignOn, UserOrigin } from '../generated/api/models';

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

  originOf(userId: string): Promise<UserOrigin> {
    return this.api.invoke(getUserOrigin, { userId });
  }
}
