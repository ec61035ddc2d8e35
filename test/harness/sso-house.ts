import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ManualClock } from '../../src/platform/clock/manual-clock.js';
import { CLIENT } from './directory.js';
import { House } from './house.js';

/** A house that trusts a provider. Its time is the provider's, which has no other than the real one. */
export function startSsoHouse(issuer: string, oidc: object = {}): Promise<House> {
  const path = join(mkdtempSync(join(tmpdir(), 'barry-sso-')), 'sso.yaml');
  const settings = { issuer, clientId: CLIENT.id, scopes: ['openid', 'profile', 'email', 'groups'], ...oidc };
  const usual = readFileSync(join(import.meta.dirname, 'house.yaml'), 'utf8');
  writeFileSync(path, `${usual}\noidc: ${JSON.stringify(settings)}\n`);
  return House.start({
    environment: { BARRY_CONFIG: path, BARRY_OIDC_CLIENT_SECRET: CLIENT.secret },
    clock: new ManualClock(Date.now()),
  });
}
