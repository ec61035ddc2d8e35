/** `events` were appended; once they are `numbered`, readers may see them. */
export type Topic = 'events' | 'numbered' | 'timers' | 'outbox';

/** Says "there is something for you": in this process at once, elsewhere by a side connection, never in a transaction. */
export class Wake {
  private readonly listeners = new Map<Topic, Set<() => void>>();
  /** Set by the side connection, where there is one. */
  forward: (topic: Topic) => void = () => undefined;
  /** Set by it as well: what other replicas say gets here at the moment. */
  hearsOthers = false;

  on(topic: Topic, act: () => void): () => void {
    const own = this.listeners.get(topic) ?? new Set();
    this.listeners.set(topic, own.add(act));
    return () => void own.delete(act);
  }

  wake(topic: Topic): void {
    this.wakeHere(topic);
    this.forward(topic);
  }

  wakeHere(topic: Topic): void {
    for (const act of this.listeners.get(topic) ?? []) act();
  }
}
