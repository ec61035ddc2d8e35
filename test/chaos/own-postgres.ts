import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EmbeddedPostgres, startPostgres } from '../../scripts/embedded-postgres.mjs';
import { isAlive, readPostmaster } from './postgres-processes.mjs';

/** A PostgreSQL for one test, which may be killed and comes back on the same port; every commit waits for its disk. */
export class OwnPostgres {
  private constructor(
    private readonly room: string,
    private server: EmbeddedPostgres,
  ) {}

  static async start(): Promise<OwnPostgres> {
    // Named as those of the whole run: whatever a killed run leaves behind is tidied up by the next.
    const room = mkdtempSync(join(tmpdir(), `barry-test-cluster-${process.pid}-`));
    // The programs before 16 leave their folder and come back by its name: another account must be able to pass.
    chmodSync(room, 0o711);
    return new OwnPostgres(room, await launch(room));
  }

  get url(): string {
    return this.server.url;
  }

  /** SIGKILL of the postmaster: nobody says goodbye, nothing is written. */
  kill(): void {
    const pid = readPostmaster(join(this.room, 'postgres'))?.pid;
    if (pid === undefined || !isAlive(pid)) throw new Error('The database does not run');
    process.kill(pid, 'SIGKILL');
  }

  async comeBack(): Promise<void> {
    const { url } = this;
    this.server = await launch(this.room);
    if (this.server.url !== url) throw new Error('The database came back somewhere else');
  }

  async close(): Promise<void> {
    await this.server.stop();
    rmSync(this.room, { recursive: true, force: true });
  }
}

function launch(room: string): Promise<EmbeddedPostgres> {
  const binaries = process.env['BARRY_TEST_POSTGRES'];
  return startPostgres({ dataDir: join(room, 'postgres'), ...(binaries && { binaries }) });
}
