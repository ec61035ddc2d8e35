import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Settings } from './config.schema.js';

const Stored = z.strictObject({
  secretKey: z.string(),
  vapid: z.strictObject({ publicKey: z.string(), privateKey: z.string() }),
});

export interface Keys {
  /** Seals and signs. */
  readonly secret: Buffer;
  /** Open and prove what was sealed or signed with them, while keys are changed. */
  readonly others: readonly Buffer[];
  /** For web push; changing it would end every subscription, so it is made once. */
  readonly vapid: { readonly publicKey: string; readonly privateKey: string };
  /** The file was made by this start. */
  readonly isNew: boolean;
}

/** The operator's key, else one made once in the data folder, readable by its owner only. */
export function keysOf(settings: Pick<Settings, 'dataDir' | 'secretKey' | 'otherSecretKeys'>): Keys {
  const path = join(settings.dataDir, 'keys.json');
  const isNew = !existsSync(path);
  if (isNew) {
    mkdirSync(settings.dataDir, { recursive: true });
    writeFileSync(path, JSON.stringify(made(), null, 2), { mode: 0o600, flag: 'wx' });
  }
  const stored = Stored.parse(JSON.parse(readFileSync(path, 'utf8')));
  const secretKey = settings.secretKey || stored.secretKey;
  return {
    secret: Buffer.from(secretKey, 'base64'),
    // Also the one that was made before the operator gave theirs.
    others: [...new Set([...settings.otherSecretKeys, stored.secretKey])]
      .filter((key) => key !== secretKey)
      .map((key) => Buffer.from(key, 'base64')),
    vapid: stored.vapid,
    isNew,
  };
}

function made(): z.output<typeof Stored> {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const jwk = privateKey.export({ format: 'jwk' });
  const point = Buffer.concat([
    Buffer.from([4]),
    Buffer.from(jwk.x ?? '', 'base64url'),
    Buffer.from(jwk.y ?? '', 'base64url'),
  ]);
  return {
    secretKey: randomBytes(32).toString('base64'),
    vapid: { publicKey: point.toString('base64url'), privateKey: jwk.d ?? '' },
  };
}
