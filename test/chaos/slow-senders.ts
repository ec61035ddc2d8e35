import { connect, type Socket } from 'node:net';

/** Connections that say next to nothing; what they are answered and when they are cut off is written down. */
export class SlowSenders {
  private readonly sockets: Socket[] = [];
  private readonly timer: NodeJS.Timeout;
  /** Of those that were cut off: after how long, counted from their own beginning. */
  readonly endedMs: number[] = [];
  readonly answers: string[] = [];
  private refused = 0;

  /** @param drop what each says once a second; nothing where it is empty */
  private constructor(
    private readonly origin: string,
    private readonly count: number,
    drop: string,
  ) {
    this.timer = setInterval(() => {
      for (const socket of this.sockets) if (drop !== '' && socket.writable) socket.write(drop);
    }, 1_000);
  }

  /**
   * Connects so many times, a hundred at a time: more would wait in the queue of the kernel, where nobody counts.
   *
   * @param first what each says at once; nothing where it is empty
   */
  static async start(
    origin: string,
    count: number,
    { first = '', drop = '' }: { readonly first?: string; readonly drop?: string } = {},
  ): Promise<SlowSenders> {
    const all = new SlowSenders(origin, count, drop);
    while (all.sockets.length < count)
      await Promise.all(
        Array.from({ length: Math.min(100, count - all.sockets.length) }, () => all.connected(first)),
      );
    return all;
  }

  private connected(first: string): Promise<void> {
    const { hostname, port } = new URL(this.origin);
    const socket = connect({ host: hostname, port: Number(port) });
    this.sockets.push(socket);
    socket.setEncoding('latin1');
    socket.on('data', (text: string) => void this.answers.push(text));
    return new Promise((resolve) => {
      let startedAt = performance.now();
      socket.once('connect', () => {
        startedAt = performance.now();
        if (first !== '') socket.write(first);
        resolve();
      });
      socket.on('error', () => {
        this.refused += 1;
        resolve();
      });
      socket.once('close', () => void this.endedMs.push(performance.now() - startedAt));
    });
  }

  get open(): number {
    return this.sockets.filter(({ readyState }) => readyState === 'open').length;
  }

  get said(): string {
    return `${this.count} at ${this.origin}: ${this.open} open, ${this.endedMs.length} ended, ${this.refused} with an error`;
  }

  end(): void {
    clearInterval(this.timer);
    for (const socket of this.sockets) socket.destroy();
  }
}
