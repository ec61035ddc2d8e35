import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import type { Seeded } from '../harness/seeded.js';

/** PostgreSQL's words: what a client asks for, and what it is told once that is done. */
const COMMIT_ASKED = /commit/i;
const COMMIT_DONE = 'COMMIT\0';

/** A way from one process to another on this machine, that a test cuts. */
export class CutLine {
  /** Lines that were cut before the other side heard of a commit, and after it was done and before that was said. */
  readonly cuts = { before: 0, after: 0, byHand: 0 };
  /** How many of a hundred commits do not get through; by which hand is decided by the seed. */
  private share = 0;
  private left = 0;
  private readonly open = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    private readonly target: { readonly host: string; readonly port: number },
    private readonly seeded: Seeded,
  ) {
    server.on('connection', (near) => this.join(near));
  }

  static async to(url: string, seeded: Seeded): Promise<CutLine> {
    const { hostname, port } = new URL(url);
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new CutLine(server, { host: hostname, port: Number(port) }, seeded);
  }

  /** The same address by this way. */
  url(to: string): string {
    const url = new URL(to);
    url.hostname = '127.0.0.1';
    url.port = String((this.server.address() as AddressInfo).port);
    return url.href;
  }

  /** From now on so many of a hundred commits are cut off, and at most so many in all. */
  cutCommits(share: number, atMost: number): void {
    this.share = share;
    this.left = atMost;
  }

  heal(): void {
    this.left = 0;
  }

  /** Everything that is open breaks now. */
  cut(): void {
    this.cuts.byHand += 1;
    for (const socket of this.open) socket.destroy();
  }

  close(): void {
    this.cut();
    this.server.close();
  }

  private join(near: Socket): void {
    const far = connect(this.target);
    const both = [near, far];
    for (const socket of both) {
      this.open.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        this.open.delete(socket);
        for (const other of both) other.destroy();
      });
    }
    const breakIt = (when: 'before' | 'after'): void => {
      this.cuts[when] += 1;
      for (const socket of both) socket.destroy();
    };
    let isSwallowing = false;
    near.on('data', (bytes) => {
      const hit = this.chosen(bytes);
      if (hit === 'before') return breakIt('before');
      isSwallowing ||= hit === 'after';
      far.write(bytes);
    });
    far.on('data', (bytes) => {
      // The commit has been done; nobody will ever say so.
      if (isSwallowing && bytes.includes(COMMIT_DONE)) return breakIt('after');
      near.write(bytes);
    });
  }

  private chosen(bytes: Buffer): 'before' | 'after' | undefined {
    if (this.left <= 0 || !COMMIT_ASKED.test(bytes.toString('latin1'))) return undefined;
    if (!this.seeded.chance(this.share / 100)) return undefined;
    this.left -= 1;
    return this.seeded.one(['before', 'after']);
  }
}
