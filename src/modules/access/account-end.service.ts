import { Injectable } from '@nestjs/common';
import { SessionsService } from './sessions.service.js';
import { TokensService } from './tokens.service.js';

/** Whatever somebody comes in by, but for their devices, ends for good: it does not come back with the account. */
@Injectable()
export class AccountEnd {
  constructor(
    private readonly sessions: SessionsService,
    private readonly tokens: TokensService,
  ) {}

  /** Joins the transaction that runs. */
  async of(userId: string, now: Date): Promise<void> {
    await this.sessions.endAll(userId, now);
    await this.tokens.revokeAllOf(userId, now);
  }
}
