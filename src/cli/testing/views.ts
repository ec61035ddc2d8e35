import type { CallView, EscalationView } from '../../modules/escalation/escalation.dto.js';

const STARTED = Date.UTC(2026, 10, 22, 18, 12);
/** So many seconds after the escalation began. */
export const at = (seconds: number): string => new Date(STARTED + seconds * 1000).toISOString();

type Marks = readonly (readonly [stage: string, seconds: number])[];

const stages = (marks: Marks): CallView['stages'] =>
  marks.map(([stage, seconds]) => ({ stage, at: at(seconds) }));

export function aCall(
  userName: string,
  fields: Partial<CallView> = {},
  marks: { readonly devices?: readonly Marks[]; readonly call?: Marks } = {},
): CallView {
  return {
    callId: `call-${userName}-${fields.try ?? 1}`,
    escalationId: 'escalation',
    userId: `user-${userName}`,
    userName,
    status: 'calling',
    stage: 'none',
    cycle: 1,
    step: 1,
    try: 1,
    startedAt: at(0),
    phone: 'idle',
    noPhone: false,
    stages: stages(marks.call ?? []),
    devices: (marks.devices ?? []).map((device, i) => ({
      deviceId: `device-${i}`,
      name: `phone-${i}`,
      variant: 'normal',
      stage: 'none',
      suppressed: false,
      refused: false,
      stages: stages(device),
    })),
    ...fields,
  };
}

export const anEscalation = (fields: Partial<EscalationView> = {}): EscalationView => ({
  escalationId: 'escalation',
  number: 7,
  teamId: 'team',
  teamName: 'Mail',
  kind: 'first',
  status: 'calling',
  severity: 'high',
  title: 'Queue is stuck',
  message: '',
  policyName: 'Mail',
  cycle: 1,
  step: 1,
  steps: 1,
  needed: 1,
  startedAt: at(0),
  acceptances: [],
  calls: [],
  next: [],
  alertIds: [],
  alertCount: 0,
  version: 1,
  ...fields,
});
