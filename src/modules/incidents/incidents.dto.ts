import { z } from 'zod';
import {
  Id,
  Instant,
  LongText,
  NextPage,
  Paging,
  Severity,
  Title,
  Version,
} from '../../platform/wire/schemas.js';

export const IncidentStatus = z
  .enum(['open', 'investigating', 'mitigated', 'resolved', 'closed'])
  .meta({ id: 'IncidentStatus', title: 'Status' });
export type IncidentStatus = z.output<typeof IncidentStatus>;
export const IncidentResponder = z
  .strictObject({ userId: Id, name: z.string(), since: Instant, releasedAt: Instant.optional() })
  .meta({ id: 'IncidentResponder' });
export const IncidentView = z
  .strictObject({
    incidentId: Id,
    number: z.int(),
    title: z.string(),
    status: IncidentStatus,
    severity: Severity,
    teamId: Id,
    teamName: z.string(),
    responders: z.array(IncidentResponder),
    alertIds: z.array(Id),
    firingAlerts: z.int(),
    escalationIds: z.array(Id),
    openedByName: z.string(),
    startedAt: Instant,
    createdAt: Instant,
    mitigatedAt: Instant.optional(),
    resolvedAt: Instant.optional(),
    lastWordAt: Instant,
    commentCount: z.int(),
    version: Version,
  })
  .meta({ id: 'Incident' });
export type IncidentView = z.output<typeof IncidentView>;
export const ListIncidentsInput = z.strictObject({
  /** Open means neither resolved nor closed. */
  open: z.boolean().optional(),
  status: IncidentStatus.optional(),
  severity: Severity.optional(),
  teamId: Id.optional(),
  userId: Id.optional(),
  query: z.string().max(200).optional(),
  ...Paging,
});
export const IncidentPage = z
  .strictObject({ incidents: z.array(IncidentView), ...NextPage })
  .meta({ id: 'IncidentPage' });
export const IncidentRef = z.strictObject({ incidentId: Id });
export const CreateIncidentInput = z
  .strictObject({
    title: Title,
    severity: Severity.default('unknown'),
    teamId: Id,
    alertIds: z.array(Id).max(200).default([]),
    text: LongText.default(''),
  })
  .meta({ id: 'CreateIncidentInput' });
/** One incident per escalation, however often it is asked for. */
export const OpenFromEscalationInput = z
  .strictObject({ escalationId: Id })
  .meta({ id: 'OpenFromEscalationInput' });
export const UpdateIncidentInput = z
  .strictObject({
    incidentId: Id,
    version: Version,
    title: Title.optional(),
    status: IncidentStatus.optional(),
    severity: Severity.optional(),
    teamId: Id.optional(),
  })
  .meta({ id: 'UpdateIncidentInput' });
export const LinkAlertsInput = z
  .strictObject({ incidentId: Id, alertIds: z.array(Id).min(1).max(200) })
  .meta({ id: 'LinkAlertsInput' });
export const CommentView = z
  .strictObject({
    commentId: Id,
    incidentId: Id,
    userId: Id.optional(),
    userName: z.string(),
    text: z.string(),
    createdAt: Instant,
  })
  .meta({ id: 'Comment' });
export type CommentView = z.output<typeof CommentView>;
export const AddCommentInput = z
  .strictObject({ incidentId: Id, text: z.string().trim().min(1).max(20_000) })
  .meta({ id: 'AddCommentInput' });
export const StoryKind = z
  .enum(['comment', 'status', 'severity', 'title', 'alert', 'escalation', 'call', 'responder', 'opened'])
  .meta({ id: 'StoryKind' });
/** One entry of the story; `text` is Markdown for comments and a code for the rest, whose words are the client's. */
export const StoryEntry = z
  .strictObject({
    entryId: z.string(),
    at: Instant,
    kind: StoryKind,
    userId: Id.optional(),
    userName: z.string().optional(),
    text: z.string(),
    params: z.record(z.string(), z.string()),
  })
  .meta({ id: 'StoryEntry' });
export const Story = z.strictObject({ entries: z.array(StoryEntry), ...NextPage }).meta({ id: 'Story' });
export const ListStoryInput = z.strictObject({
  incidentId: Id,
  kinds: z.array(StoryKind).optional(),
  ...Paging,
});
