import { Controller } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import type { z } from 'zod';
import { type Caller, TheCaller } from '../../platform/auth/caller.js';
import { Input, Operate } from '../../platform/wire/operation.js';
import { CallsService } from './calls.service.js';
import type * as dto from './escalation.dto.js';
import { escalation } from './escalation.operations.js';
import { EscalationViews } from './escalation.views.js';
import { EscalationsService } from './escalations.service.js';
import { IncidentPort } from './incident.port.js';

@Controller()
export class EscalationController {
  constructor(
    private readonly escalations: EscalationsService,
    private readonly calls: CallsService,
    private readonly views: EscalationViews,
    private readonly modules: ModuleRef,
  ) {}

  @Operate(escalation.ListEscalations)
  listEscalations(
    @Input() input: z.output<typeof dto.ListEscalationsInput>,
  ): Promise<z.output<typeof dto.EscalationPage>> {
    return this.views.list(input);
  }

  @Operate(escalation.GetEscalation)
  getEscalation(@Input() input: z.output<typeof dto.EscalationRef>): Promise<dto.EscalationView> {
    return this.views.one(input.escalationId);
  }

  @Operate(escalation.GetEscalationLog)
  getEscalationLog(
    @Input() input: z.output<typeof dto.LogInput>,
    @TheCaller() caller: Caller,
  ): Promise<z.output<typeof dto.EscalationLog>> {
    return this.views.log(input.escalationId, input.locale ?? caller.locale);
  }

  @Operate(escalation.StartEscalation)
  async startEscalation(
    @Input() input: z.output<typeof dto.StartEscalationInput>,
    @TheCaller() caller: Caller,
  ): Promise<dto.EscalationView> {
    const { incidentId, ...given } = input;
    // Bound by `incidents`, which stands above this module.
    const incidents =
      incidentId === undefined ? undefined : this.modules.get(IncidentPort, { strict: false });
    const incident = incidentId === undefined ? undefined : await incidents?.find(incidentId);
    return this.escalations.start({ ...given, incident }, caller);
  }

  @Operate(escalation.AddTargets)
  async addTargets(
    @Input() input: z.output<typeof dto.AddTargetsInput>,
    @TheCaller() caller: Caller,
  ): Promise<dto.EscalationView> {
    const userIds = await this.escalations.resolved(input);
    return this.escalations.addTargets(input.escalationId, { userIds, message: input.message }, caller);
  }

  @Operate(escalation.TakeEscalation)
  takeEscalation(
    @Input() input: z.output<typeof dto.EscalationRef>,
    @TheCaller() caller: Caller,
  ): Promise<dto.EscalationView> {
    return this.escalations.take(input.escalationId, caller);
  }

  @Operate(escalation.HandOver)
  handOver(
    @Input() input: z.output<typeof dto.HandOverInput>,
    @TheCaller() caller: Caller,
  ): Promise<dto.EscalationView> {
    return this.escalations.handOver(input.escalationId, input.userId, input.message, caller);
  }

  @Operate(escalation.SkipStep)
  skipStep(
    @Input() input: z.output<typeof dto.EscalationRef>,
    @TheCaller() caller: Caller,
  ): Promise<dto.EscalationView> {
    return this.escalations.skipStep(input.escalationId, caller);
  }

  @Operate(escalation.CancelEscalation)
  cancelEscalation(
    @Input() input: z.output<typeof dto.EscalationRef>,
    @TheCaller() caller: Caller,
  ): Promise<dto.EscalationView> {
    return this.escalations.cancel(input.escalationId, caller);
  }

  @Operate(escalation.ListCalls)
  async listCalls(
    @Input() input: z.output<typeof dto.ListCallsInput>,
    @TheCaller() caller: Caller,
  ): Promise<z.output<typeof dto.CallPage>> {
    const userId = input.userId ?? caller.userId;
    return userId === undefined ? { calls: [] } : this.views.calls(userId, input);
  }

  @Operate(escalation.GetCall)
  getCall(@Input() input: z.output<typeof dto.CallRef>): Promise<dto.CallView> {
    return this.views.call(input.callId);
  }

  @Operate(escalation.AnswerCall)
  answerCall(
    @Input() input: z.output<typeof dto.CallRef>,
    @TheCaller() caller: Caller,
  ): Promise<dto.CallView> {
    return this.calls.answer(input.callId, caller);
  }

  @Operate(escalation.AcceptCall)
  acceptCall(
    @Input() input: z.output<typeof dto.CallRef>,
    @TheCaller() caller: Caller,
  ): Promise<dto.CallView> {
    return this.calls.accept(input.callId, caller);
  }

  @Operate(escalation.DeclineCall)
  declineCall(
    @Input() input: z.output<typeof dto.DeclineCallInput>,
    @TheCaller() caller: Caller,
  ): Promise<dto.CallView> {
    return this.calls.decline(input.callId, input.reason, caller);
  }
}
