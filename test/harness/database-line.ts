import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

type State = 'open' | 'silent' | 'refused';

/** The way of a server to its database, which a test may break as networks do. */
export class DatabaseLine {
  /** Lines that were asked for, in whatever state. */
  asked = 0;
  private state: State = 'open';
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    private readonly target: { readonly host: string; readonly port: number },
  ) {
    server.on('connection', (near) => this.accept(near));
  }

  static async toCluster(): Promise<DatabaseLine> {
    const { hostname, port } = new URL(process.env['BARRY_TEST_CLUSTER_URL'] ?? '');
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new DatabaseLine(server, { host: hostname, port: Number(port || 5432) });
  }

  /** The same database by this way. */
  url(databaseUrl: string): string {
    const url = new URL(databaseUrl);
    url.hostname = '127.0.0.1';
    url.port = String((this.server.address() as AddressInfo).port);
    return url.href;
  }

  /** Every open line breaks, and every new one at once. */
  refuse(): void {
    this.state = 'refused';
    this.cut();
  }

  /** The host has vanished: nothing arrives on either side, and nobody says so. */
  vanish(): void {
    this.state = 'silent';
    for (const socket of this.sockets) socket.pause();
  }

  /** Answers again. What was open before stays dead, as after the restart of a machine. */
  comeBack(): void {
    this.state = 'open';
  }

  close(): void {
    this.cut();
    this.server.close();
  }

  private cut(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  private accept(near: Socket): void {
    this.asked += 1;
    this.hold(near);
    if (this.state === 'refused') return void near.destroy();
    // What vanished takes nothing in and gives nothing back, whatever becomes of the state.
    if (this.state === 'silent') return void near.pause();
    const far = this.hold(connect(this.target));
    const forward = (from: Socket, to: Socket): void => {
      from.on('data', (bytes) => this.state === 'open' && to.write(bytes));
      from.on('close', () => to.destroy());
    };
    forward(near, far);
    forward(far, near);
  }

  private hold(socket: Socket): Socket {
    this.sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => this.sockets.delete(socket));
    return socket;
  }
}
