import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type Demo, seedDemo } from './demo.js';
import { AdminLinkService } from './modules/access/index.js';
import type { Config } from './platform/config/config.js';

export interface Welcome {
  readonly urls: {
    readonly console: string;
    readonly app: string;
    readonly api: string;
    readonly docs: string;
    readonly grpc: string;
  };
  readonly demo?: Demo;
  readonly adminLink?: string;
}

/** What the start script prints. The file is readable by its owner only: passwords of the demo are in it. */
export async function welcome(app: NestFastifyApplication, config: Config): Promise<void> {
  const demo = config.isDemo ? await seedDemo(app, config) : undefined;
  const token = demo ? undefined : await app.get(AdminLinkService).ensure();
  const { publicUrl } = config;
  const said: Welcome = {
    urls: {
      console: publicUrl,
      app: `${publicUrl}/app/`,
      api: `${publicUrl}/api/v1`,
      docs: `${publicUrl}/api/docs`,
      grpc: `${config.settings.grpc.host}:${config.settings.grpc.port}`,
    },
    ...(demo ? { demo } : {}),
    ...(token === undefined ? {} : { adminLink: `${publicUrl}/setup?token=${token}` }),
  };
  writeFileSync(join(config.settings.dataDir, 'welcome.json'), JSON.stringify(said, null, 2), {
    mode: 0o600,
  });
  process.stdout.write(`Barry ${config.version} answers on ${publicUrl}\n`);
}
