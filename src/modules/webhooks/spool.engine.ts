import { mkdir, open, readdir, readFile, rename, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable, Logger } from '@nestjs/common';
import { z } from 'zod';
import { SecretBox } from '../../platform/auth/secret-box.js';
import { Config } from '../../platform/config/config.js';
import { bodyOf, type Delivery, fieldsOf, matchRoute } from '../../plugins/kit/index.js';
import { PluginRegistry } from '../../platform/plugin-host/plugin-registry.js';
import type { Arrival } from './arrival.js';

const Kept = z.object({
  deliveryId: z.string(),
  integrationId: z.string(),
  source: z.string(),
  address: z.string(),
  isTooLarge: z.boolean(),
  bodyBytes: z.number(),
  receivedAt: z.coerce.date(),
  method: z.string(),
  path: z.string(),
  url: z.string(),
  headers: z.record(z.string(), z.string()),
  body: z.string(),
});

export interface Spooled {
  readonly arrival: Arrival;
  readonly integrationId: string;
  readonly file: string;
}

const SUFFIX = '.delivery';

/** While the database is away: one sealed file a delivery, on the disk before the sender hears yes. */
@Injectable()
export class Spool {
  private readonly log = new Logger(Spool.name);
  readonly folder: string;
  private readonly unreadable = new Set<string>();

  constructor(
    config: Config,
    private readonly box: SecretBox,
    private readonly registry: PluginRegistry,
  ) {
    this.folder = config.settings.intake.spoolDir;
  }

  get isConfigured(): boolean {
    return this.folder !== '';
  }

  /** False: it is not on the disk. */
  async keep(arrival: Arrival, integrationId: string): Promise<boolean> {
    if (!this.isConfigured) return false;
    const { deliveryId, delivery, source, address, isTooLarge, bodyBytes } = arrival;
    const text = JSON.stringify({
      ...{ deliveryId, integrationId, source: source.id, address, isTooLarge, bodyBytes },
      ...{ receivedAt: delivery.receivedAt, method: delivery.method, path: delivery.path },
      ...{ url: delivery.url, headers: delivery.headers },
      body: Buffer.from(delivery.rawBody).toString('base64'),
    });
    try {
      await mkdir(this.folder, { recursive: true });
      await this.writeDurably(deliveryId, this.box.seal(text, `spool ${deliveryId}`));
      return true;
    } catch (error) {
      this.log.error({ err: error }, 'a delivery could not be spooled');
      return false;
    }
  }

  /** Oldest first: the names are ordered by time. */
  async list(): Promise<readonly string[]> {
    if (!this.isConfigured) return [];
    try {
      return (await readdir(this.folder)).filter((file) => file.endsWith(SUFFIX)).sort();
    } catch {
      return [];
    }
  }

  /** Something that can be brought home lies there; what cannot be opened is waited for by nobody. */
  async isWaiting(): Promise<boolean> {
    return (await this.list()).some((file) => !this.unreadable.has(file));
  }

  /** Of this process's folder, by its file: no look into what may not be readable. */
  async oldestAt(): Promise<Date | undefined> {
    const [file] = await this.list();
    if (file === undefined) return undefined;
    try {
      return (await stat(join(this.folder, file))).mtime;
    } catch {
      // It was brought home in between.
      return undefined;
    }
  }

  /** Undefined for what cannot be opened; it stays where it is, for a person to look at. */
  async read(file: string): Promise<Spooled | undefined> {
    try {
      const deliveryId = file.slice(0, -SUFFIX.length);
      const sealed = await readFile(join(this.folder, file), 'utf8');
      const kept = Kept.parse(JSON.parse(this.box.open(sealed, `spool ${deliveryId}`)));
      return { arrival: this.arrivalOf(kept), integrationId: kept.integrationId, file };
    } catch (error) {
      this.unreadable.add(file);
      this.log.error({ err: error }, `the spooled file ${file} cannot be read`);
      return undefined;
    }
  }

  remove(file: string): Promise<void> {
    return unlink(join(this.folder, file));
  }

  private async writeDurably(deliveryId: string, text: string): Promise<void> {
    const path = join(this.folder, `${deliveryId}${SUFFIX}`);
    const file = await open(`${path}.new`, 'wx', 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(`${path}.new`, path);
    const folder = await open(this.folder, 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  }

  private arrivalOf(kept: z.output<typeof Kept>): Arrival {
    const source = this.registry.alertSource(kept.source);
    const match = matchRoute(source.routes, kept.method, kept.path);
    if (!match) throw new Error(`${source.id} has this route no more`);
    const rawBody = Buffer.from(kept.body, 'base64');
    const delivery: Delivery = {
      method: kept.method,
      path: kept.path,
      url: kept.url,
      params: match.params,
      query: fieldsOf(new URL(kept.url).searchParams),
      headers: kept.headers,
      rawBody,
      body: bodyOf(rawBody, kept.headers['content-type']),
      receivedAt: kept.receivedAt,
    };
    const { deliveryId, address, isTooLarge, bodyBytes } = kept;
    return { deliveryId, source, route: match.route, delivery, address, isTooLarge, bodyBytes };
  }
}
