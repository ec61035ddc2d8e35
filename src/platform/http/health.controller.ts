import { Controller, Get, Header, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Allow } from '../auth/auth.guard.js';
import { Clock } from '../clock/clock.js';
import { Loops } from '../clock/loop.js';
import { Config } from '../config/config.js';
import { Transaction } from '../database/transaction.js';
import { Metrics } from '../observability/metrics.js';
import { Liveness } from './liveness.js';
import { Readiness } from './readiness.js';

const ENGINE_STALLED_MS = 5_000;

interface Finding {
  readonly status: 'up' | 'down';
  readonly reason?: string;
}

/** For orchestrators; says what is wrong and nothing that a stranger could use. */
@Allow('public')
@Controller()
export class HealthController {
  constructor(
    private readonly transaction: Transaction,
    private readonly clock: Clock,
    private readonly loops: Loops,
    private readonly metrics: Metrics,
    private readonly readiness: Readiness,
    private readonly liveness: Liveness,
    private readonly config: Config,
  ) {}

  @Get('health/live')
  live(@Res({ passthrough: true }) reply: FastifyReply): object {
    const isAlive = this.liveness.isAlive();
    if (!isAlive) void reply.status(503);
    return { status: isAlive ? 'ok' : 'stuck', version: this.config.version };
  }

  @Get('health/startup')
  startup(@Res({ passthrough: true }) reply: FastifyReply): object {
    if (!this.readiness.isStarted) void reply.status(503);
    return { status: this.readiness.isStarted ? 'ok' : 'starting' };
  }

  @Get('health/ready')
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<object> {
    const details: Readonly<Record<string, Finding>> = {
      database: await this.database(),
      clock: this.clock.isTrusted()
        ? { status: 'up' }
        : { status: 'down', reason: 'the time is not trusted' },
      engine:
        this.loops.longestOverdueMs() < ENGINE_STALLED_MS
          ? { status: 'up' }
          : { status: 'down', reason: 'a loop has not run for 5 s' },
      drain: this.readiness.isDraining ? { status: 'down', reason: 'draining' } : { status: 'up' },
    };
    const isReady =
      this.readiness.isStarted && Object.values(details).every((found) => found.status === 'up');
    if (!isReady) void reply.status(503);
    return { status: isReady ? 'ok' : 'error', details };
  }

  @Get('metrics')
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  prometheus(): Promise<string> {
    return this.metrics.registry.metrics();
  }

  /** By the way on which people are rung: a report that takes long makes nobody unreachable. */
  private async database(): Promise<Finding> {
    try {
      await this.transaction.query('select 1', [], 'ring');
      return { status: 'up' };
    } catch {
      return { status: 'down', reason: 'does not answer' };
    }
  }
}
