import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '../../scripts/embedded-postgres.mjs';
import { Sender } from './load.mjs';
import { makeTeams } from './organisation.mjs';
import { Gateway, startServer } from './running-server.mjs';

export const CONNECTIONS = 32;

/** A database that waits for the disk as in production, a gateway on loopback, and servers as they are asked for. */
export class World {
  #cleanUps = [];

  static async open(options = {}) {
    const world = new World();
    world.options = options;
    world.room = mkdtempSync(join(tmpdir(), 'barry-bench-'));
    world.#cleanUps.push(() => rmSync(world.room, { recursive: true, force: true }));
    world.gateway = await Gateway.open();
    world.#cleanUps.push(() => world.gateway.close());
    return world;
  }

  /** One server on a database of its own, with so many teams. */
  async house({ teams: count = 50, people, ladder, ...options } = {}) {
    const postgresDir = join(this.room, `postgres-${this.#cleanUps.length}`);
    const postgres = await startPostgres({ dataDir: postgresDir, settings: this.options.settings ?? {} });
    this.#cleanUps.push(() => postgres.stop());
    const server = await startServer({
      databaseUrl: postgres.url,
      gateway: this.gateway,
      ...this.options,
      ...options,
    });
    this.#cleanUps.push(() => server.stop());
    const teams = await makeTeams({ ...server, count, people, ladder });
    const sender = new Sender(server.origin, CONNECTIONS);
    this.#cleanUps.push(() => sender.close());
    const post = async (path, body) => (await sender.post(path, body)) === 200;
    return { databaseUrl: postgres.url, postgresDir, server, teams, post, gateway: this.gateway };
  }

  async close() {
    for (const cleanUp of this.#cleanUps.splice(0).reverse()) await cleanUp();
  }
}
