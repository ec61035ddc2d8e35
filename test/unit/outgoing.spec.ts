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
  'src/modules/files/s3-blobs.ts': 'only to the store in the settings; follows no redirect',
  'src/modules/notifications/notifier-instances.ts': 'hands fetch to the notifiers above',
};

const OPENS =
  /\bfetch\(|\bfetch: globalThis\.fetch|\.fetch\(|from 'node:(?:https?|http2|tls|dns|dns\/promises)'|from 'undici'|createTransport|\bconnect\(/;
/** They speak to us, or only name types. */
const ONLY_SERVERS = /import type \{[^}]*\} from 'node:(?:https?|http2|tls|dns)'/g;

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
    .filter((file) => OPENS.test(readFileSync(join(root, file), 'utf8').replace(ONLY_SERVERS, '')))
    .filter((file) => !SERVERS.has(file));
  expect(found.sort()).toEqual(Object.keys(OUTGOING).sort());
});
