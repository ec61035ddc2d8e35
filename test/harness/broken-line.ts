import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

const FRAME_HEAD = 9;
const HEADERS = 1;

/** A way to a gRPC server on which every request arrives and the line breaks before its answer does. */
export class BrokenLine {
  /** Answers that were lost. */
  lost = 0;

  private constructor(
    readonly address: string,
    readonly close: () => void,
  ) {}

  static async to(target: string): Promise<BrokenLine> {
    const port = Number(target.split(':').at(-1));
    const open = new Set<Socket>();
    const server = createServer((near) => {
      const far = connect(port, '127.0.0.1');
      for (const socket of [near, far]) open.add(socket.on('error', () => undefined));
      near.pipe(far);
      far.on('data', (bytes) => {
        if (!hasHeaders(bytes)) return void near.write(bytes);
        line.lost += 1;
        near.destroy();
        far.destroy();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const line = new BrokenLine(`127.0.0.1:${(server.address() as AddressInfo).port}`, () => {
      for (const socket of open) socket.destroy();
      server.close();
    });
    return line;
  }
}

/** Whether an answer begins in these frames of HTTP/2. */
function hasHeaders(bytes: Buffer): boolean {
  for (let at = 0; at + FRAME_HEAD <= bytes.length; at += FRAME_HEAD + bytes.readUIntBE(at, 3))
    if (bytes[at + 3] === HEADERS) return true;
  return false;
}
