import { connect, type Socket } from 'node:net';

/** Connections that say next to nothing; what they are answered and when they are cut off is written down. */
export class SlowSenders {
  private readonly sockets: Socket[] = [];
  private readonly timer: NodeJS.Timeout;
  /** Of those that were cut off: after how long, counted from their own beginning. */
  readonly endedMs: number[] = [];
  readonly answers: string[] = [];
  private refused = 0;

  /**
   * Connects so many times.
   *
   * @param first what each says at once; nothing where it is empty
   * @param drop what each says once a second from then on; nothing where it is empty
   */
  constructor(
    private readonly origin: string,
    private readonly count: number,
    { first, drop }: { readonly first: string; readonly drop: string },
  ) {
    const { hostname, port } = new URL(origin);
    for (let i = 0; i < count; i += 1) {
      const startedAt = performance.now();
      const socket = connect({ host: hostname, port: Number(port) }, () => {
        if (first !== '') socket.write(first);
      });
      socket.setEncoding('latin1');
      socket.on('data', (text: string) => void this.answers.push(text));
      socket.on('error', () => (this.refused += 1));
      socket.once('close', () => void this.endedMs.push(performance.now() - startedAt));
      this.sockets.push(socket);
    }
    this.timer = setInterval(() => {
      for (const socket of this.sockets) if (drop !== '' && socket.writable) socket.write(drop);
    }, 1_000);
  }

  get open(): number {
    return this.sockets.filter(({ readyState }) => readyState === 'open').length;
  }

  get isConnected(): boolean {
    return this.sockets.every(({ connecting }) => !connecting);
  }

  get said(): string {
    return `${this.count} at ${this.origin}: ${this.open} open, ${this.endedMs.length} ended, ${this.refused} with an error`;
  }

  end(): void {
    clearInterval(this.timer);
    for (const socket of this.sockets) socket.destroy();
  }
}
