import pg from 'pg';

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
}
