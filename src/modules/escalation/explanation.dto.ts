import { z } from 'zod';
import { Id, Instant, Locale, Severity, TimeZone } from '../../platform/wire/schemas.js';
import { TeamRole } from '../people/people.dto.js';
import { CallStatus } from './escalation.dto.js';
import { VERDICTS } from './explanation.people.rules.js';

/** Whose words and whose clock: by default those of whoever asks. `userId`: somebody whose verdict is wanted as well. */
const ForWhom = { locale: Locale.optional(), timeZone: TimeZone.optional(), userId: Id.optional() };
export const ExplainEscalationInput = z.strictObject({ escalationId: Id, ...ForWhom });
export const ExplainAlertInput = z.strictObject({ alertId: Id, ...ForWhom });

/** A sentence, and what it was made of: ids, RFC 3339 instants, numbers and words, as text. */
export const SaidView = z
  .strictObject({ code: z.string(), params: z.record(z.string(), z.string()), text: z.string() })
  .meta({ id: 'Sentence' });
export const VerdictName = z.enum(VERDICTS).meta({ id: 'Verdict' });

export const ExplainedAlert = z
  .strictObject({
    alertId: Id,
    number: z.int(),
    title: z.string(),
    severity: Severity,
    sentences: z.array(SaidView),
  })
  .meta({ id: 'ExplainedAlert' });
export const ExplainedCandidate = z
  .strictObject({ userId: Id, name: z.string(), reachable: z.boolean() })
  .meta({ id: 'ExplainedCandidate' });
export const ExplainedStep = z
  .strictObject({
    cycle: z.int(),
    step: z.int(),
    at: Instant,
    /** Passed over: nobody in it could be called. */
    empty: z.boolean(),
    /** In the order in which they were to be called. */
    people: z.array(ExplainedCandidate),
    sentences: z.array(SaidView),
  })
  .meta({ id: 'ExplainedStep' });
export const ExplainedCall = z
  .strictObject({
    callId: Id,
    userId: Id,
    userName: z.string(),
    cycle: z.int(),
    step: z.int(),
    try: z.int(),
    status: CallStatus,
    startedAt: Instant,
    endedAt: Instant.optional(),
    /** By which ways it went, and with which trust. */
    sentences: z.array(SaidView),
    deadlines: z.array(SaidView),
  })
  .meta({ id: 'ExplainedCall' });
/** One row of a log; each is here exactly once. */
export const ExplainedLine = z
  .strictObject({
    at: Instant,
    version: z.int(),
    callId: Id.optional(),
    userId: Id.optional(),
    actorName: z.string().optional(),
    sentences: z.array(SaidView),
  })
  .meta({ id: 'ExplainedLine' });
export const ExplainedPerson = z
  .strictObject({
    userId: Id,
    name: z.string(),
    role: TeamRole.optional(),
    verdict: VerdictName,
    because: SaidView,
    details: z.array(SaidView),
  })
  .meta({ id: 'ExplainedPerson' });
export const ExplainedLink = z
  .strictObject({ escalationId: Id, number: z.int(), status: z.string(), sentence: SaidView })
  .meta({ id: 'ExplainedLink' });
export const ExplanationView = z
  .strictObject({
    /** Of an escalation. */
    escalationId: Id.optional(),
    /** Of an alert. */
    alertId: Id.optional(),
    number: z.int(),
    title: z.string(),
    severity: Severity,
    status: z.string(),
    /** Whether more may still be said. */
    live: z.boolean(),
    teamName: z.string(),
    startedAt: Instant,
    endedAt: Instant.optional(),
    locale: Locale,
    timeZone: z.string(),
    summary: z.array(SaidView),
    origin: z.array(SaidView),
    /** At most a hundred; `alertCount` says how many there are. */
    alerts: z.array(ExplainedAlert),
    alertCount: z.int(),
    policy: z.array(SaidView),
    people: z.array(ExplainedPerson),
    steps: z.array(ExplainedStep),
    calls: z.array(ExplainedCall),
    lines: z.array(ExplainedLine),
    end: z.array(SaidView),
    links: z.array(ExplainedLink),
  })
  .meta({ id: 'Explanation' });
export type ExplanationView = z.output<typeof ExplanationView>;
