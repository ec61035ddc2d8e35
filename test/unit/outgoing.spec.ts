import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';

const root = join(import.meta.dirname, '../..');

/** Every file that opens a connection outwards, and why a stranger's word does not lead it into our own network. */
const OUTGOING: Readonly<Record<string, string>> = {
  'src/platform/outside/names.ts': 'asks for names, dials nothing',
  'src/platform/outside/outside.ts':
    'the guarded client: what senders name (AWS certificates and subscriptions)',
  'src/plugins/notifiers/webhook/post.ts': 'guarded by public-address.ts: addresses that teams type',
  'src/plugins/notifiers/teams/teams.ts': 'only to hosts of the list in the settings',
  'src/plugins/notifiers/web-push/web-push.ts': 'only to push services of the list in the settings',
  'src/plugins/notifiers/slack/slack.ts':
    'only to slack.com and hooks.slack.com, by the schema of the target',
  'src/plugins/notifiers/mattermost/mattermost.ts':
    'only to the address in the settings; a target is a key below it',
  'src/plugins/notifiers/vonage/vonage.ts': 'one fixed address',
  'src/plugins/notifiers/twilio/client.ts': 'the addresses of Twilio',
  'src/plugins/notifiers/twilio/twilio.ts': 'through client.ts',
  'src/plugins/notifiers/fcm/access-tokens.ts': 'one fixed address',
  'src/plugins/notifiers/fcm/one-try-agent.ts': 'the connection of firebase-admin to its fixed address',
  'src/plugins/notifiers/email/email.ts': 'only to the mail server of the settings',
  'src/modules/operations/post.ts':
    'only to peers of the settings, whose secret it signs with; follows no redirect',
  'src/modules/access/oidc.provider.ts':
    'only to the provider of the settings, and where it says its own doors are',
  'src/modules/access/oidc.exchange.ts': 'the same, by what oidc.provider.ts has found',
  'src/modules/access/oidc.sign-in.service.ts': 'writes an address for the browser, dials nothing',
  'src/plugins/notifiers/apns/apns.ts': 'the addresses of Apple, by the library',
  'src/modules/files/s3-blobs.ts': 'only to the store in the settings; follows no redirect',
  'src/modules/notifications/notifier-instances.ts': 'hands fetch to the notifiers above',
};

const OPENS =
  /\bfetch\(|\bfetch: globalThis\.fetch|\.fetch\(|from 'node:(?:https?|http2|tls|dns|dns\/promises)'|from 'undici'|createTransport|\bconnect\(|from '(?:openid-client|web-push|twilio|@parse\/node-apn)'|import\('@parse\/node-apn'\)/;
/** Names of types dial nothing. */
const ONLY_TYPES = /import type [^;]+;/g;

/** What these words mean there is not a connection to somebody else. */
const SERVERS: ReadonlySet<string> = new Set([
  // The servers of this house.
  'src/app.ts',
  'src/platform/http/certificates.ts',
  // The database, by the address in the settings.
  'src/platform/database/transaction.ts',
  'src/platform/database/migrate.ts',
  'src/platform/database/database-time.ts',
  'src/platform/events/wake-line.ts',
]);

it('knows why each file that opens a connection outwards may', () => {
  const found = globSync('src/**/*.ts', { cwd: root })
    .filter((file) => !/\.spec\.ts$|\/simulator\/|\/testing\/|\/template\/|^src\/cli\//.test(file))
    .filter((file) => OPENS.test(readFileSync(join(root, file), 'utf8').replace(ONLY_TYPES, '')))
    .filter((file) => !SERVERS.has(file));
  expect(found.sort()).toEqual(Object.keys(OUTGOING).sort());
});
