import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { type Caller, nobody } from '../../platform/auth/caller.js';
import { OneTimeSecretInvalid } from '../../platform/auth/one-time-secrets.js';
import { Clock } from '../../platform/clock/clock.js';
import { Loops } from '../../platform/clock/loop.js';
import { Transaction } from '../../platform/database/transaction.js';
import type { DomainError } from '../../platform/errors/domain-error.js';
import {
  AdminLinkUsed,
  PasswordLinkInvalid,
  SecondFactorWrong,
  SignInRefused,
  TicketInvalid,
  TooManyTries,
} from './access.errors.js';
import { AuditService } from './audit.service.js';
import { PasswordsOff, SsoRefused } from './oidc.errors.js';
import { FailureCounter, type Summary } from './failure-counter.js';

const ACTION = 'sign-in.failed';
const LOOK_EVERY_MS = 10_000;

/**
 * Writes down who was tried, from where and why it failed; the caller is told none of it. A failed sign-in undoes its
 * own transaction, so the row has one of its own, and never at the cost of the answer.
 */
@Injectable()
export class FailedSignIns implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger(FailedSignIns.name);
  private readonly counter = new FailureCounter();

  constructor(
    private readonly transaction: Transaction,
    private readonly clock: Clock,
    private readonly audit: AuditService,
    private readonly loops: Loops,
  ) {}

  onApplicationBootstrap(): void {
    this.loops.start({
      name: 'failed-sign-ins',
      topics: [],
      pollMs: LOOK_EVERY_MS,
      tick: () => this.tick(),
    });
  }

  /** The minute that runs is told too; after this nobody would. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.tell(this.counter.summaries(Infinity)).catch((error: unknown) =>
      this.log.error({ err: error }, 'failed sign-ins were counted and could not be written down'),
    );
  }

  /** Runs the try; of one that fails as sign-ins do, a row is left behind. */
  async noted<T>(tried: string, from: Caller, attempt: () => Promise<T>): Promise<T> {
    try {
      return await attempt();
    } catch (error) {
      const why = whyOf(error);
      if (why && this.counter.takeRow(from.address, this.clock.nowMs()))
        await this.transaction.afterRollback(() => this.write(tried, from, why));
      throw error;
    }
  }

  /** Numbers of the minutes that are over. */
  async tick(): Promise<number> {
    return this.tell(this.counter.summaries(this.clock.nowMs()));
  }

  private async write(tried: string, from: Caller, { reason, userId }: Why): Promise<void> {
    const note = { targetId: userId, targetName: tried, after: { reason } };
    await this.audit
      .write(ACTION, from, note)
      .catch((error: unknown) =>
        this.log.error({ err: error, reason }, 'a failed sign-in could not be written down'),
      );
  }

  private async tell(summaries: readonly Summary[]): Promise<number> {
    if (summaries.length === 0) return 0;
    try {
      await this.transaction.run(async () => {
        for (const { address, ...summary } of summaries)
          await this.audit.write(ACTION, nobody(address), { after: { reason: 'MANY', ...summary } });
      });
    } catch (error) {
      this.counter.giveBack(summaries);
      throw error;
    }
    return summaries.length;
  }
}

interface Why {
  readonly reason: string;
  readonly userId?: string | undefined;
}

function whyOf(error: unknown): Why | undefined {
  if (error instanceof SignInRefused) return { reason: error.reason, userId: error.userId };
  if (error instanceof SsoRefused) return { reason: error.code, userId: error.userId };
  if (error instanceof SecondFactorWrong) return { reason: error.code, userId: error.userId };
  const isOne = [
    TooManyTries,
    AdminLinkUsed,
    PasswordLinkInvalid,
    PasswordsOff,
    TicketInvalid,
    OneTimeSecretInvalid,
  ].some((kind) => error instanceof kind);
  return isOne ? { reason: (error as DomainError).code } : undefined;
}
