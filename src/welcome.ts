import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type Demo, seedDemo } from './demo.js';
import { AdminLinkService } from './modules/access/index.js';
import type { Config } from './platform/config/config.js';
import type { RefusedPackage } from './platform/plugin-host/external-plugins.js';
import { PluginRegistry } from './platform/plugin-host/plugin-registry.js';

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
  /** Packages of the setting `plugins` that are off. */
  readonly refused: readonly RefusedPackage[];
}

/** What the start script prints. The file is readable by its owner only: passwords of the demo are in it. */
export async function welcome(app: NestFastifyApplication, config: Config): Promise<void> {
  const demo = config.isDemo ? await seedDemo(app, config) : undefined;
  const token = demo ? undefined : await app.get(AdminLinkService).ensure();
  const { publicUrl } = config;
  const { grpc } = config.settings;
  const said: Welcome = {
    urls: {
      console: publicUrl,
      app: `${publicUrl}/app/`,
      api: `${publicUrl}/api/v1`,
      docs: `${publicUrl}/api/docs`,
      grpc: `${isEverywhere(grpc.host) ? new URL(publicUrl).hostname : grpc.host}:${grpc.port}`,
    },
    ...(demo ? { demo: asReachedNow(demo, config) } : {}),
    ...(token === undefined ? {} : { adminLink: `${publicUrl}/setup?token=${token}` }),
    refused: app.get(PluginRegistry).refused,
  };
  writeFileSync(join(config.settings.dataDir, 'welcome.json'), JSON.stringify(said, null, 2), {
    mode: 0o600,
  });
  process.stdout.write(`Barry ${config.version} answers on ${publicUrl}\n`);
}

const isEverywhere = (host: string): boolean => host === '0.0.0.0' || host === '::';

/** The demo was made once, perhaps at another address, and curl does not know our own authority. */
function asReachedNow(demo: Demo, { publicUrl, settings: { tls } }: Config): Demo {
  const { origin } = new URL(demo.grafana.url);
  const { url, curl } = demo.grafana;
  const trusting = tls.ca === '' ? 'curl' : `curl --cacert '${tls.ca}'`;
  return {
    ...demo,
    grafana: {
      url: url.replace(origin, publicUrl),
      curl: curl.replace(/^curl/, trusting).replaceAll(origin, publicUrl),
    },
  };
}
