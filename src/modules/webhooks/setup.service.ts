import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { addressed, type AnyAlertSource, type SampleRequest } from '../../plugins/kit/index.js';
import type { Caller } from '../../platform/auth/caller.js';
import { Config } from '../../platform/config/config.js';
import type { Locale } from '../../platform/wire/schemas.js';
import { IntegrationsService } from './integrations.service.js';
import { SourceCatalogue } from './source-catalogue.js';
import type * as dto from './webhooks.dto.js';

/** What the operator does on the other side, with the real address in it. */
@Injectable()
export class SetupService {
  constructor(
    private readonly config: Config,
    private readonly integrations: IntegrationsService,
    private readonly sources: SourceCatalogue,
  ) {}

  async reveal(
    input: z.output<typeof dto.RevealSetupInput>,
    caller: Caller,
  ): Promise<z.output<typeof dto.IntegrationSetup>> {
    const { row, key } = await this.integrations.revealedKey(input.integrationId, caller);
    const plugin = this.sources.plugin(row.source);
    const origin = this.config.publicUrl;
    const url = `${origin}${plugin ? pathOf(plugin, key) : `/webhooks/call/${key}`}`;
    return {
      integrationId: row.id,
      url,
      key,
      instructions: plugin
        ? plugin.setup({ origin, url, key, mailDomain: this.mailDomain, locale: input.locale })
        : callHookSetup(url, input.locale),
      curl: curlOf(url, plugin?.sampleWith?.(key) ?? { body: plugin ? plugin.sample : CALL_IT }),
      files: await filesOf(plugin, { origin, key }),
    };
  }

  /** Absent: no mail is taken here. */
  private get mailDomain(): string | undefined {
    const { protocol, domain } = this.config.settings.mail;
    return protocol === 'none' ? undefined : domain || `alerts.${new URL(this.config.publicUrl).hostname}`;
  }
}

const CALL_IT = { message: 'A first call', severity: 'high' };

async function filesOf(
  plugin: AnyAlertSource | undefined,
  place: { readonly origin: string; readonly key: string },
): Promise<z.output<typeof dto.InstallFile>[]> {
  const { folder, names } = plugin?.install ?? { folder: '', names: [] };
  return Promise.all(
    names.map(async (name) => ({
      name,
      text: addressed(await readFile(join(folder, 'install', name), 'utf8'), place),
    })),
  );
}

/** The first route of the web; where the key is not in it, the sender proves itself in another way. */
const pathOf = (plugin: AnyAlertSource, key: string): string =>
  (plugin.routes.find(({ method }) => method !== 'SMTP')?.path ?? `/webhooks/${plugin.id}/:key`).replace(
    ':key',
    key,
  );

/** Ready to paste into a POSIX shell. */
export function curlOf(url: string, { headers = {}, body }: SampleRequest): string {
  const given = Object.entries({ 'content-type': 'application/json', ...headers });
  const lines = given.map(([name, value]) => ` -H ${quoted(`${name}: ${value}`)}`);
  return `curl -sS${lines.join('')} -d ${quoted(JSON.stringify(body))} ${quoted(url)}`;
}

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

const callHookSetup = (url: string, locale: Locale): string =>
  locale === 'ja'
    ? `スクリプトから \`POST ${url}\` に \`{"message": "…", "severity": "high"}\` を送ると、当番が呼び出されます。\`team\`、\`policy\`、\`people\` のどれか一つで呼び先を指定できます。やり直しには同じ \`Idempotency-Key\` を付けてください。`
    : `Send \`{"message": "…", "severity": "high"}\` as \`POST ${url}\` from any script, and whoever is on call is rung. One of \`team\`, \`policy\` or \`people\` says who instead. Give a repetition the same \`Idempotency-Key\`.`;
