/** What happens to the ring of one device, gathered over a transaction. */
export interface RingChange {
  readonly deviceId: string;
  readonly userId: string;
  readonly callId: string;
  readonly does: 'add' | 'remove' | 'answer';
  /** Of a removal: why, for the device's screen. */
  readonly reason: string;
  /** The device in hand knows already and is not told again. */
  readonly isSilent: boolean;
}

export class RingChanges {
  private list: RingChange[] = [];

  add(deviceId: string, userId: string, callId: string): void {
    this.list.push({ deviceId, userId, callId, does: 'add', reason: '', isSilent: false });
  }

  remove(deviceId: string, userId: string, callId: string, reason: string, how: 'tell' | 'silent'): void {
    this.list.push({ deviceId, userId, callId, does: 'remove', reason, isSilent: how === 'silent' });
  }

  answer(deviceId: string, userId: string, callId: string): void {
    this.list.push({ deviceId, userId, callId, does: 'answer', reason: '', isSilent: true });
  }

  /** By device, in the order of their ids: the lock order. */
  taken(): readonly (readonly [string, readonly RingChange[]])[] {
    const byDevice = Map.groupBy(this.list, (change) => change.deviceId);
    this.list = [];
    return [...byDevice].sort(([a], [b]) => (a < b ? -1 : 1));
  }
}
