import { Injectable } from '@nestjs/common';
import type { CancelReason } from '../../plugins/kit/index.js';
import type { RingingDevice } from '../devices/index.js';
import {
  type CardDraft,
  type Draft,
  LANES,
  NotifierInstances,
  type OutboxEntry,
  routeOf,
  STREAM,
} from '../notifications/index.js';
import { endOf, endReasonOf, type Face, type Ring, statusOf } from './ring.rules.js';

/** What a device is sent when its ring changes. */
@Injectable()
export class RingMessages {
  constructor(private readonly instances: NotifierInstances) {}

  ringing(
    ring: Ring,
    face: Face,
    isAnew: boolean,
    device: RingingDevice | undefined,
    now: Date,
  ): readonly OutboxEntry[] {
    const { session, revision, isNew } = ring;
    if (statusOf(ring) === 'answered' && ring.added.length === 0) return [];
    const card: CardDraft = {
      ringId: session.id,
      revision,
      title: face.title,
      severity: face.severity,
      team: face.team,
      count: face.count,
      ringSeconds: face.ring_seconds,
    };
    const kind = isNew || isAnew ? 'ring' : 'update';
    const lane = face.severity === 'critical' ? LANES.critical : LANES.normal;
    const expiresAt = endOf(face, now);
    const message = { kind, card, expiresAt: expiresAt.toISOString() } as const;
    const entries = this.entries(device, message, lane, expiresAt, now);
    return entries.map((entry) => ({ ...entry, teamId: face.team_id }));
  }

  stopping(ring: Ring, device: RingingDevice | undefined, now: Date): readonly OutboxEntry[] {
    const { session, revision, removed } = ring;
    if (removed.every((change) => change.isSilent)) return [];
    const reason = cancelReason(endReasonOf(ring));
    const message: Draft = { kind: 'cancel', ringId: session.id, revision, reason };
    return this.entries(device, message, LANES.cancel, new Date(now.getTime() + 60_000), now);
  }

  /** One row for each way to the device; the stream is one of them. */
  private entries(
    device: RingingDevice | undefined,
    message: Extract<Draft, { kind: 'ring' | 'update' | 'cancel' }>,
    lane: OutboxEntry['lane'],
    expiresAt: Date,
    now: Date,
  ): readonly OutboxEntry[] {
    if (!device) return [];
    const [ringId, revision] =
      message.kind === 'cancel'
        ? [message.ringId, message.revision]
        : [message.card.ringId, message.card.revision];
    const base = {
      lane,
      message,
      userId: device.userId,
      deviceId: device.deviceId,
      ringId,
      revision,
      notBefore: now,
      expiresAt,
    };
    const key = `${ringId}/${revision}/${message.kind}`;
    const pushed = device.addresses
      .filter((address) => this.instances.get(address.notifier)?.plugin.messages.includes(message.kind))
      .map((address) => ({
        ...base,
        key: `${key}/${address.addressId}`,
        instance: address.notifier,
        target: address.target,
        addressId: address.addressId,
        route: device.proof === 'strong' ? routeOf(address.notifier, device.variant) : undefined,
      }));
    const stream = {
      ...base,
      key: `${key}/${STREAM}`,
      instance: STREAM,
      target: { deviceId: device.deviceId },
    };
    return device.connected || pushed.length === 0 ? [stream, ...pushed] : pushed;
  }
}

const CANCEL_REASONS: ReadonlySet<string> = new Set<CancelReason>([
  'accepted-by-other',
  'resolved',
  'timed-out',
]);
const cancelReason = (reason: string): CancelReason =>
  CANCEL_REASONS.has(reason) ? (reason as CancelReason) : 'cancelled';
