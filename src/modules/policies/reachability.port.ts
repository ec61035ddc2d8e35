/** Implemented by `escalation`: whether a ring could get to somebody, and who was called last. */
export abstract class Reachability {
  abstract reachable(userIds: readonly string[], now: Date): Promise<ReadonlySet<string>>;

  /** Who was never called is not in it. */
  lastCalledAt(_userIds: readonly string[]): Promise<ReadonlyMap<string, Date>> {
    return Promise.resolve(new Map());
  }
}
