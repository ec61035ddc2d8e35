type Tree = Record<string, unknown>;

export const NAMED: Readonly<Record<string, string>> = {
  DATABASE_URL: 'database.url',
  BARRY_EMBEDDED_DATABASE: 'database.embedded',
  BARRY_DATA_DIR: 'dataDir',
  BARRY_HTTP_HOST: 'http.host',
  BARRY_HTTP_PORT: 'http.port',
  BARRY_HTTP_TRUSTED_PROXIES: 'http.trustedProxies',
  BARRY_GRPC_HOST: 'grpc.host',
  BARRY_GRPC_PORT: 'grpc.port',
  BARRY_GRPC_CERT: 'grpc.cert',
  BARRY_GRPC_KEY: 'grpc.key',
  BARRY_PUBLIC_URLS: 'publicUrls',
  BARRY_SECRET_KEY: 'secretKey',
  BARRY_OTHER_SECRET_KEYS: 'otherSecretKeys',
  BARRY_DEMO: 'demo',
  BARRY_SIMULATE: 'simulate',
  BARRY_ROLES: 'roles',
  BARRY_PLUGINS: 'plugins',
  BARRY_LOG_LEVEL: 'log.level',
  BARRY_SPOOL_DIR: 'intake.spoolDir',
  BARRY_MAIL_PROTOCOL: 'mail.protocol',
  BARRY_MAIL_HOST: 'mail.host',
  BARRY_MAIL_PORT: 'mail.port',
  BARRY_MAIL_DOMAIN: 'mail.domain',
  BARRY_FILES_STORE: 'files.store',
  BARRY_FILES_FOLDER: 'files.folder',
  BARRY_FILES_QUOTA_BYTES: 'files.quotaBytes',
  BARRY_FILES_S3_ENDPOINT: 'files.s3.endpoint',
  BARRY_FILES_S3_REGION: 'files.s3.region',
  BARRY_FILES_S3_BUCKET: 'files.s3.bucket',
  BARRY_FILES_S3_ACCESS_KEY_ID: 'files.s3.accessKeyId',
  BARRY_FILES_S3_SECRET_ACCESS_KEY: 'files.s3.secretAccessKey',
  BARRY_WATCH_INSTALLATION: 'watch.installation',
  BARRY_WATCH_CANARY_TEAM: 'watch.canary.team',
  BARRY_OIDC_ISSUER: 'oidc.issuer',
  BARRY_OIDC_CLIENT_ID: 'oidc.clientId',
  BARRY_OIDC_CLIENT_SECRET: 'oidc.clientSecret',
  BARRY_TLS_CERT: 'tls.cert',
  BARRY_TLS_KEY: 'tls.key',
  BARRY_TLS_CA: 'tls.ca',
};
const LISTS = new Set(['http.trustedProxies', 'publicUrls', 'roles', 'plugins', 'otherSecretKeys']);
const NUMBERS = new Set(['http.port', 'grpc.port', 'mail.port', 'files.quotaBytes']);
const SWITCHES = new Set(['demo', 'simulate', 'database.embedded']);

/** What the environment says, in the form of the settings. Names that are not ours are left alone. */
export function fromEnvironment(environment: Readonly<Record<string, string | undefined>>): Tree {
  const tree: Tree = {};
  for (const [name, text] of Object.entries(environment)) {
    if (text === undefined || text === '') continue;
    const path = NAMED[name] ?? notifierPath(name) ?? watchPath(name);
    if (path) put(tree, path.split('.'), valueOf(path, text));
  }
  return tree;
}

/** BARRY_NOTIFIERS_0_SETTINGS_AUTH_TOKEN → notifiers.0.settings.authToken */
function notifierPath(name: string): string | undefined {
  const found = /^BARRY_NOTIFIERS_(\d+)_(NAME|PLUGIN|PRIORITY|SETTINGS_([A-Z0-9_]+))$/.exec(name);
  if (!found) return undefined;
  const [, index, key = '', setting] = found;
  return setting
    ? `notifiers.${index}.settings.${camel(setting)}`
    : `notifiers.${index}.${key.toLowerCase()}`;
}

/** BARRY_WATCH_PEERS_0_SECRET → watch.peers.0.secret */
function watchPath(name: string): string | undefined {
  const found = /^BARRY_WATCH_(?:(PEERS)_(\d+)_(URL|SECRET)|(WATCHED)_(\d+)_(NAME|SECRET|TEAM))$/.exec(name);
  if (!found) return undefined;
  return ['watch', ...found.slice(1).filter(Boolean)].join('.').toLowerCase();
}

const camel = (text: string): string =>
  text.toLowerCase().replace(/_([a-z0-9])/g, (_, c: string) => c.toUpperCase());

function valueOf(path: string, text: string): unknown {
  if (LISTS.has(path)) return text.split(',').map((part) => part.trim());
  if (SWITCHES.has(path) && /^(true|false|1|0)$/.test(text)) return text === 'true' || text === '1';
  if ((NUMBERS.has(path) || path.endsWith('.priority')) && /^\d+$/.test(text)) return Number(text);
  return text;
}

function put(tree: Tree, path: readonly string[], value: unknown): void {
  const [first = '', ...rest] = path;
  if (rest.length === 0) {
    tree[first] = value;
    return;
  }
  tree[first] ??= {};
  put(tree[first] as Tree, rest, value);
}

/** Objects are merged; anything else of the later layer wins. A list may be given as `{ 0: …, 1: … }`. */
export function layered(lower: unknown, upper: unknown): unknown {
  if (Array.isArray(lower) && isTree(upper)) {
    const list: unknown[] = [...(lower as unknown[])];
    for (const [index, value] of Object.entries(upper))
      list[Number(index)] = layered(list[Number(index)], value);
    return list;
  }
  if (!isTree(lower) || !isTree(upper)) return upper ?? lower;
  const merged: Tree = { ...lower };
  for (const [key, value] of Object.entries(upper)) merged[key] = layered(merged[key], value);
  return merged;
}

const isTree = (value: unknown): value is Tree =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
