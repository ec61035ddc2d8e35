import { Injectable } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { z } from 'zod';
import { bodyOf } from '../../plugins/kit/index.js';
import { Transaction } from '../../platform/database/transaction.js';
import { valid } from '../../platform/errors/invalid-input.js';
import { Severity, Title } from '../../platform/wire/schemas.js';
import { CallHookStarter, type HookCall, type HookCallStarted } from '../alerts/index.js';
import { isCallable, PeopleQueries } from '../people/index.js';
import { bodyKey, DeliveriesQueries, idKey } from './deliveries.queries.js';
import type { KnownIntegration } from './integration-keys.service.js';
import { TargetUnknown } from './webhooks.errors.js';
import type { DeliveryRow } from './webhooks.rows.js';

const HookInput = z
  .strictObject({
    message: z.string().trim().min(1).max(5000),
    title: Title.optional(),
    severity: Severity.default('high'),
    team: z.string().min(1).max(100).optional(),
    policy: z.uuid().optional(),
    /** User ids or e-mail addresses. */
    people: z.array(z.string().min(1).max(200)).min(1).max(50).optional(),
  })
  .refine(
    ({ team, policy, people }) => [team, policy, people].filter((one) => one !== undefined).length <= 1,
    'name a team, a policy or people, not several of them',
  );
type HookInput = z.output<typeof HookInput>;

export interface HookRequest {
  readonly integration: KnownIntegration;
  /** What is kept of the request. */
  readonly row: DeliveryRow;
  readonly idempotencyKey?: string | undefined;
}

export interface HookAnswer extends HookCallStarted {
  readonly duplicate: boolean;
}

/** "Call somebody", said by a script: an escalation without an alert, once per key. */
@Injectable()
export class CallHookService {
  constructor(
    private readonly transaction: Transaction,
    private readonly modules: ModuleRef,
    private readonly people: PeopleQueries,
    private readonly deliveries: DeliveriesQueries,
  ) {}

  /** @throws InvalidInput, TargetUnknown */
  call({ integration, row, idempotencyKey }: HookRequest): Promise<HookAnswer> {
    const input = valid(HookInput, bodyOf(row.body, row.content_type));
    const key = idempotencyKey ? idKey(idempotencyKey) : bodyKey(row.body);
    const integrationId = integration.row.id;
    return this.transaction.run(async () => {
      // The first claim holds the row: whoever comes second waits for its commit, then reads its answer.
      const fresh = await this.deliveries.claim([{ integrationId, key, at: row.received_at }]);
      if (fresh.size === 0) {
        await this.deliveries.insert([{ ...row, outcome: 'duplicate' }]);
        return {
          ...((await this.deliveries.resultOf(integrationId, key)) as HookCallStarted),
          duplicate: true,
        };
      }
      const started = await this.starter.start(await this.callOf(integration, input));
      await this.deliveries.keepResult(integrationId, key, started);
      await this.deliveries.insert([row]);
      return { ...started, duplicate: false };
    }, 'intake');
  }

  private async callOf({ row }: KnownIntegration, input: HookInput): Promise<HookCall> {
    return {
      integrationId: row.id,
      integrationName: row.name,
      teamId: row.team_id,
      title: input.title ?? input.message.split('\n')[0]?.slice(0, 255) ?? row.name,
      message: input.message,
      severity: input.severity,
      target: await this.targetOf(input),
    };
  }

  private async targetOf({ team, policy, people }: HookInput): Promise<HookCall['target']> {
    if (policy !== undefined) return { kind: 'policy', policyId: policy };
    if (team !== undefined) {
      const found = await this.people.teamBySlugOrId(team);
      if (!found) throw new TargetUnknown('There is no such team', { team });
      return { kind: 'team', teamId: found.teamId };
    }
    if (people === undefined) return undefined;
    const userIds: string[] = [];
    for (const one of people) userIds.push(await this.userId(one));
    return { kind: 'people', userIds };
  }

  private async userId(text: string): Promise<string> {
    const isId = z.uuid().safeParse(text).success;
    const user = isId
      ? (await this.people.usersByIds([text])).get(text)
      : await this.people.userByEmail(text);
    if (!user || !isCallable(user)) throw new TargetUnknown('There is no such user', { person: text });
    return user.userId;
  }

  private get starter(): CallHookStarter {
    return this.modules.get<CallHookStarter>(CallHookStarter, { strict: false });
  }
}
