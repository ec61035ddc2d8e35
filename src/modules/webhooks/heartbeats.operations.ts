import { operations } from '../../platform/wire/declare.js';
import { Empty } from '../../platform/wire/schemas.js';
import * as dto from './heartbeats.dto.js';

export const heartbeats = operations('webhooks', 'HeartbeatsService', {
  ListHeartbeats: {
    summary: 'Signs of life that integrations have promised, by name',
    http: 'GET /heartbeats',
    allow: 'integrations.read',
    input: dto.ListHeartbeatsInput,
    output: dto.HeartbeatPage,
  },
  GetHeartbeat: {
    summary: 'One heartbeat',
    http: 'GET /heartbeats/:heartbeatId',
    allow: 'integrations.read',
    input: dto.HeartbeatRef,
    output: dto.HeartbeatView,
  },
  CreateHeartbeat: {
    summary: 'Expects a sign of life of an integration, and makes an address for it',
    http: 'POST /heartbeats',
    allow: 'heartbeats.edit',
    audit: 'heartbeat.created',
    created: true,
    input: dto.CreateHeartbeatInput,
    output: dto.HeartbeatView,
  },
  UpdateHeartbeat: {
    summary: 'Changes, pauses or resumes a heartbeat',
    http: 'PATCH /heartbeats/:heartbeatId',
    allow: 'heartbeats.edit',
    audit: 'heartbeat.updated',
    input: dto.UpdateHeartbeatInput,
    output: dto.HeartbeatView,
  },
  DeleteHeartbeat: {
    summary: 'Removes a heartbeat; its alert ends and its address stops working',
    http: 'DELETE /heartbeats/:heartbeatId',
    allow: 'heartbeats.edit',
    audit: 'heartbeat.deleted',
    input: dto.HeartbeatRef,
    output: Empty,
  },
  RevealHeartbeat: {
    summary: 'The secret address of a heartbeat',
    http: 'POST /heartbeats/:heartbeatId/address',
    allow: 'integrations.reveal',
    audit: 'heartbeat.key-revealed',
    input: dto.HeartbeatRef,
    output: dto.HeartbeatAddress,
  },
  RotateHeartbeatKey: {
    summary: 'Makes a new address; the old one works for a day',
    http: 'POST /heartbeats/:heartbeatId/rotate-key',
    allow: 'heartbeats.edit',
    audit: 'heartbeat.key-rotated',
    input: dto.HeartbeatRef,
    output: dto.HeartbeatView,
  },
});
