import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** What the server wrote for the person in front of the terminal. */
export function readWelcome(dataDir) {
  try {
    return JSON.parse(readFileSync(join(dataDir, 'welcome.json'), 'utf8'));
  } catch {
    return undefined;
  }
}

const NAMES = { console: 'Console', app: 'App', api: 'REST API', docs: 'API docs', grpc: 'gRPC' };

/** @returns {string} everything that `npm start` prints once Barry serves */
export function welcomeText({ welcome, origin, dataDir, root, seconds }) {
  const urls = welcome?.urls ?? { console: origin };
  const blocks = [
    `Barry is ready (${seconds.toFixed(1)} s).`,
    Object.entries(urls)
      .map(([name, url]) => `  ${(NAMES[name] ?? name).padEnd(9)} ${url}`)
      .join('\n'),
    welcome?.adminLink && `  The first administrator signs in once with this link:\n    ${welcome.adminLink}`,
    signIns(welcome?.demo?.users ?? []),
    refusals(welcome?.refused ?? []),
    welcome?.demo?.grafana?.curl &&
      `  Send an alert as Grafana would:\n\n${indent(welcome.demo.grafana.curl, 2)}`,
    `  Data ${shortened(root, dataDir)}   Log ${shortened(root, join(dataDir, 'server.log'))}   Stop with Ctrl-C`,
  ];
  return `\n${blocks.filter(Boolean).join('\n\n')}\n`;
}

function signIns(users) {
  if (users.length === 0) return undefined;
  const width = (key) => Math.max(...users.map((user) => user[key].length));
  const [emails, passwords] = [width('email'), width('password')];
  const lines = users.map(
    ({ email, password, name }) => `    ${email.padEnd(emails)}  ${password.padEnd(passwords)}  ${name}`,
  );
  return ['  Sign in as', ...lines].join('\n');
}

function refusals(refused) {
  if (refused.length === 0) return undefined;
  return [
    '  Off, of the plugins in the settings:',
    ...refused.map((one) => `    ${one.package}: ${one.reason}`),
  ].join('\n');
}

/** Only the first line: the rest of a pasted command must stay as it is. */
const indent = (text, spaces) => `${' '.repeat(spaces)}${text}`;

function shortened(root, path) {
  const short = relative(root, path);
  return short.startsWith('..') ? path : short;
}

/** Two codes for a phone: first the authority to trust, then the app. */
export async function lanText(certificateUrl, appUrl) {
  const { renderUnicodeCompact } = await import('uqr');
  return [
    '',
    '1. On the phone, open this and install the certificate (once):',
    `   ${certificateUrl}`,
    '   iPhone: then Settings, General, About, Certificate Trust Settings: switch it on.',
    '   Android: Settings, Security, Install a certificate, CA certificate.',
    renderUnicodeCompact(certificateUrl, { border: 2 }),
    '',
    '2. Then open the app:',
    `   ${appUrl}`,
    renderUnicodeCompact(appUrl, { border: 2 }),
    '',
  ].join('\n');
}
