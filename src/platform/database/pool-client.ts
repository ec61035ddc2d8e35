import type { Socket } from 'node:net';
import pg from 'pg';

/** A database that is there says goodbye at once. */
const GOODBYE_MS = 2_000;

/** The socket under a connection of the driver. */
export const socketOf = (line: pg.ClientBase): Socket =>
  (line as unknown as { readonly connection: { readonly stream: Socket } }).connection.stream;

/**
 * The pool listens to a connection while it lies idle, and once while it asks it something. A server that says goodbye
 * is heard twice (its last words, then the closed line), so one of the two would meet nobody and end the process.
 * What breaks is told to whoever waits for an answer; here it is only heard.
 */
export class PoolClient extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config);
    this.on('error', () => undefined);
  }

  /** Those who wait for a place in the pool, and for the end of the process, wait for this. */
  override end(): Promise<void>;
  override end(callback: (error: Error) => void): void;
  override end(callback?: (error: Error) => void): Promise<void> | void {
    const socket = socketOf(this);
    socket.setTimeout(GOODBYE_MS, () => socket.destroy());
    return callback ? super.end(callback) : super.end();
  }
}
