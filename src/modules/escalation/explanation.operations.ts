import { operations } from '../../platform/wire/declare.js';
import * as dto from './explanation.dto.js';

export const explanations = operations('escalation', 'ExplanationsService', {
  ExplainEscalation: {
    summary:
      'Which rule, whose duty, each stage, deadline and decision, and why each was called or not, in words',
    http: 'GET /escalations/:escalationId/explanation',
    allow: 'escalations.read',
    input: dto.ExplainEscalationInput,
    output: dto.ExplanationView,
  },
  ExplainAlert: {
    summary: 'Whom an alert called, or why it called nobody, in words',
    http: 'GET /alerts/:alertId/explanation',
    allow: 'alerts.read',
    input: dto.ExplainAlertInput,
    output: dto.ExplanationView,
  },
});
