import { hkdfSync } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { SecretBox } from '../../platform/auth/secret-box.js';
import { Config } from '../../platform/config/config.js';
import { Transaction } from '../../platform/database/transaction.js';
import { CANARY_INTEGRATION_ID } from '../alerts/index.js';
import { IntegrationKeys } from './integration-keys.service.js';
import { base32, hashOfKey, hintOf } from './key.rules.js';
import { SourceCatalogue } from './source-catalogue.js';

const SOURCE = 'generic';
const KEY_BYTES = 32;

/** The integration by which the house tries itself. Its key is made from our own: every replica knows it. */
@Injectable()
export class CanaryIntegration {
  constructor(
    private readonly config: Config,
    private readonly transaction: Transaction,
    private readonly box: SecretBox,
    private readonly sources: SourceCatalogue,
    private readonly keys: IntegrationKeys,
  ) {}

  /** There, of this team and live, whatever was there before. Gives the path that alerts are posted to. */
  async pathFor(teamId: string, now: Date): Promise<string> {
    const id = CANARY_INTEGRATION_ID;
    const key = base32(
      new Uint8Array(hkdfSync('sha256', this.config.keys.secret, '', 'barry canary integration', KEY_BYTES)),
    );
    const changed = await this.transaction.query(
      `insert into integrations (id, team_id, name, source, mode, options_sealed, key_hash, key_sealed, key_hint, created_at)
       values ($1, $2, 'Canary', $3, 'live', $4, $5, $6, $7, $8)
       on conflict (id) do update set team_id = excluded.team_id, mode = 'live', key_hash = excluded.key_hash,
         key_sealed = excluded.key_sealed, key_hint = excluded.key_hint, deleted_at = null
       where integrations.team_id <> excluded.team_id or integrations.mode <> 'live'
         or integrations.key_hash <> excluded.key_hash or integrations.deleted_at is not null
       returning id`,
      [
        id,
        teamId,
        SOURCE,
        this.box.seal(JSON.stringify(this.sources.checked(SOURCE, {})), `options ${id}`),
        hashOfKey(key),
        this.box.seal(key, `key ${id}`),
        hintOf(key),
        now,
      ],
      'reports',
    );
    if (changed.length > 0) this.keys.forget(id);
    return `/webhooks/${SOURCE}/${key}`;
  }
}
