import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { Forbidden } from '../../platform/auth/authority.js';
import { callerOf } from '../../platform/auth/caller.js';
import { PROVISIONING_SCOPE } from '../../platform/auth/scopes.rules.js';

/** Behind the guard of the house, which has said who it is: this door is for one kind of token, whatever is asked of it. */
export class ProvisioningGuard implements CanActivate {
  /** @throws Forbidden for every credential but a token that was made for this */
  canActivate(context: ExecutionContext): boolean {
    const caller = callerOf(context);
    if (caller.kind !== 'token' || caller.granted?.has(PROVISIONING_SCOPE) !== true)
      throw new Forbidden('This needs a token of a service account with the scope for it', {
        scope: PROVISIONING_SCOPE,
      });
    return true;
  }
}
