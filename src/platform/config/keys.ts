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
  readonly secret: Buffer;
  /** For web push; changing it would end every subscription, so it is made once. */
  readonly vapid: { readonly publicKey: string; readonly privateKey: string };
  /** The file was made by this start. */
  readonly isNew: boolean;
}

/** The operator's key, else one made once in the data folder, readable by its owner only. */
export function keysOf(settings: Pick<Settings, 'dataDir' | 'secretKey'>): Keys {
  const path = join(settings.dataDir, 'keys.json');
  const isNew = !existsSync(path);
  if (isNew) {
    mkdirSync(settings.dataDir, { recursive: true });
    writeFileSync(path, JSON.stringify(made(), null, 2), { mode: 0o600, flag: 'wx' });
  }
  const stored = Stored.parse(JSON.parse(readFileSync(path, 'utf8')));
  return {
    secret: Buffer.from(settings.secretKey || stored.secretKey, 'base64'),
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
