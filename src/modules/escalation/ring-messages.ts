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
    const expiresAt = endOf(face, now);
    if (face.is_test) {
      const text = face.title;
      const test: Draft = {
        kind: 'test',
        text,
        locale: face.locale,
        card,
        expiresAt: expiresAt.toISOString(),
      };
      return this.entries(device, test, LANES.inform, expiresAt, now);
    }
    // Whoever was only being tested is rung for something real now.
    const kind = isNew || isAnew || session.is_test ? 'ring' : 'update';
    const lane = face.severity === 'critical' ? LANES.critical : LANES.normal;
    const message: Draft = { kind, card, expiresAt: expiresAt.toISOString() };
    const entries = this.entries(device, message, lane, expiresAt, now).map((entry) => ({
      ...entry,
      teamId: face.team_id,
    }));
    if (!face.is_canary) return entries;
    // Where a stream is open as well, the ring would say nothing of the push.
    return entries.map((entry) => ({
      ...entry,
      isCanary: true,
      ...(device?.connected ? { route: undefined } : {}),
    }));
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
    message: Extract<Draft, { kind: 'ring' | 'update' | 'test' | 'cancel' }>,
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
        // A test says nothing about a provider: it is not counted, so it cannot close or open one.
        route:
          device.proof === 'strong' && message.kind !== 'test'
            ? routeOf(address.notifier, device.variant)
            : undefined,
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
