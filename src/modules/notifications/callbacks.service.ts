import { Injectable, Logger } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { Clock } from '../../platform/clock/clock.js';
import { Config } from '../../platform/config/config.js';
import { Transaction } from '../../platform/database/transaction.js';
import { Metrics } from '../../platform/observability/metrics.js';
import type { Callbacks, Delivery, HttpAnswer, PhoneScript, Report } from '../../plugins/kit/index.js';
import { CallbackAddresses } from './callback-addresses.js';
import { CallbackForged, CallbackUnknown } from './notifications.errors.js';
import { NotifierInstances, type OpenInstance } from './notifier-instances.js';
import type { Draft } from './outbox.js';
import { PhoneCosts } from './phone-costs.service.js';
import { SendReports } from './send-reports.js';
import { scriptAfter } from './texts.js';

/** A wrong public address makes every callback look forged: said now and then, not a thousand times. */
const WARN_EVERY_MS = 60_000;

interface Reported {
  readonly id: string;
  readonly instance: string;
  readonly call_id: string | null;
  readonly message: Draft;
  /** No newer telephone call was made for the same reason. */
  readonly is_newest: boolean;
}

/** The way back: what providers say of our calls, and which keys were pressed. */
@Injectable()
export class CallbacksService {
  private readonly log = new Logger(CallbacksService.name);
  private warnedAtMs = -Infinity;

  constructor(
    private readonly instances: NotifierInstances,
    private readonly addresses: CallbackAddresses,
    private readonly transaction: Transaction,
    private readonly modules: ModuleRef,
    private readonly clock: Clock,
    private readonly config: Config,
    private readonly metrics: Metrics,
    private readonly costs: PhoneCosts,
  ) {}

  /** @throws CallbackUnknown, CallbackForged */
  async receive(name: string, ref: string, delivery: Delivery): Promise<HttpAnswer> {
    const instance = this.instances.get(name);
    const callbacks = instance?.plugin.callbacks;
    if (!instance || !callbacks) throw this.unknown('(none)', 'There is no notifier of this name');
    await this.prove(instance, callbacks, delivery);
    const message = await this.messageOf(name, ref);
    if (!message) throw this.unknown(name, 'There is no message of ours that this is about');
    let next: PhoneScript | undefined;
    for (const report of callbacks.read(delivery)) {
      next = (await this.hear(name, message, report)) ?? next;
      if (report.kind === 'stage') await this.costs.ended(message.id, name, report);
    }
    this.metrics.callbacks.inc({ notifier: name, outcome: 'heard' });
    return callbacks.answer(next, delivery);
  }

  private async prove(
    { name, settings }: OpenInstance,
    callbacks: Callbacks<unknown>,
    delivery: Delivery,
  ): Promise<void> {
    if (await callbacks.verify(delivery, settings)) return;
    this.metrics.callbacks.inc({ notifier: name, outcome: 'forged' });
    const nowMs = this.clock.nowMs();
    if (nowMs - this.warnedAtMs >= WARN_EVERY_MS) {
      this.warnedAtMs = nowMs;
      this.log.warn(
        `a callback for ${name} was refused: it is not signed for ${this.config.publicUrl}. Forged, or is the first of publicUrls not what the provider reaches?`,
      );
    }
    throw new CallbackForged('This was not signed by the provider');
  }

  private async messageOf(name: string, ref: string): Promise<Reported | undefined> {
    const messageId = this.addresses.messageOf(name, ref);
    if (messageId === undefined) return undefined;
    const [row] = await this.transaction.query<Reported>(
      `select id, instance, call_id, message, not exists (select 1 from outbox n
         where n.call_id = o.call_id and n.kind = 'phone' and n.created_at > o.created_at) as is_newest
       from outbox o where id = $1`,
      [messageId],
      'ring',
    );
    return row;
  }

  /** What is said next, where a key asks for it. */
  private async hear(name: string, row: Reported, report: Report): Promise<PhoneScript | undefined> {
    const { call_id: callId, message } = row;
    if (callId === null || message.kind !== 'phone') return undefined;
    // The end of an earlier call, or of one at another provider, is not the end of the one that rings now. A key counts.
    const isCurrent = row.is_newest && row.instance === name;
    if (report.kind === 'stage' && !isCurrent) return undefined;
    const heard = await this.reports.phone(callId, report, this.clock.now());
    return report.kind === 'digit' ? scriptAfter(report.digit, heard, message.script) : undefined;
  }

  private unknown(notifier: string, text: string): CallbackUnknown {
    this.metrics.callbacks.inc({ notifier, outcome: 'unknown' });
    return new CallbackUnknown(text);
  }

  /** Bound by `escalation`, which stands above this module: looked up when needed. */
  private get reports(): SendReports {
    return this.modules.get(SendReports, { strict: false });
  }
}
