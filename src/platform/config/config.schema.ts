import { z } from 'zod';
import { isNetwork } from '../outside/networks.js';
import { OidcSettings } from './oidc.schema.js';

const Port = z.int().min(0).max(65_535);

/** What a provider of telephone calls takes, and when somebody is to be told. */
export const PhoneCost = z
  .strictObject({
    currency: z.string().regex(/^[A-Z]{3}$/, 'use three capital letters, as EUR'),
    perCall: z.number().min(0).default(0),
    /** Of each minute that was begun, from the pick-up. */
    perMinute: z.number().min(0).default(0),
    /** In a month (UTC), of all teams together. */
    monthlyCap: z.number().min(0).optional(),
    monthlyCapPerTeam: z.number().min(0).optional(),
    /** Above a cap, calls below critical go by another provider, where one has room; nobody is left uncalled. */
    capBlocksBelowCritical: z.boolean().default(false),
  })
  .optional();
export type PhoneCost = NonNullable<z.output<typeof PhoneCost>>;

export const NotifierInstance = z.strictObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,59}$/, 'use small letters, digits and hyphens'),
  plugin: z.string().min(1),
  enabled: z.boolean().default(true),
  /** Lower is tried first where several could do the same. */
  priority: z.int().min(0).max(1000).default(100),
  /** Telephone calls begun in a second, where the account was promised another number than the provider's usual one. */
  callsPerSecond: z.number().min(0.1).max(1000).optional(),
  phoneCost: PhoneCost,
  settings: z.record(z.string(), z.unknown()).default({}),
});
export type NotifierInstance = z.output<typeof NotifierInstance>;

/** As long as what `openssl rand -hex 16` makes. */
const SharedSecret = z.string().min(32, 'use at least 32 characters');

/** Another Barry that is told every ten seconds that this one lives. */
export const WatchPeer = z.strictObject({
  url: z
    .url({ protocol: /^https?$/ })
    .refine((text) => URL.parse(text)?.username === '', 'leave name and password out: the secret proves it'),
  secret: SharedSecret,
});
export type WatchPeer = z.output<typeof WatchPeer>;

/** Another Barry whose silence rings a team of this one. */
export const WatchedInstallation = z.strictObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,59}$/, 'use small letters, digits and hyphens'),
  secret: SharedSecret,
  team: z.string().min(1),
});
export type WatchedInstallation = z.output<typeof WatchedInstallation>;

/** Unknown keys are errors, so that a slip of the pen cannot be ignored. */
export const ConfigSchema = z.strictObject({
  http: z.strictObject({
    host: z.string().min(1),
    port: Port,
    trustedProxies: z.array(z.string().refine(isNetwork, 'is no network such as 10.0.0.0/8')),
  }),
  grpc: z.strictObject({ host: z.string().min(1), port: Port, cert: z.string(), key: z.string() }),
  publicUrls: z.array(z.url({ protocol: /^https?$/ })),
  database: z.strictObject({
    url: z.url({ protocol: /^postgres(ql)?$/ }),
    embedded: z.boolean(),
    pools: z.strictObject({
      ring: z.int().min(1).max(100),
      intake: z.int().min(1).max(100),
      api: z.int().min(1).max(100),
      reports: z.int().min(1).max(100),
    }),
  }),
  dataDir: z.string().min(1),
  secretKey: z
    .string()
    .refine((text) => text === '' || Buffer.from(text, 'base64').length === 32, 'is not 32 bytes in base64'),
  otherSecretKeys: z.array(
    z.string().refine((text) => Buffer.from(text, 'base64').length === 32, 'is not 32 bytes in base64'),
  ),
  demo: z.boolean(),
  simulate: z.boolean(),
  roles: z.array(z.enum(['api', 'engine', 'sender'])).min(1),
  log: z.strictObject({ level: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']) }),
  limits: z.strictObject({
    requestsPerMinute: z.int().min(1),
    bodyBytes: z
      .int()
      .min(1024)
      .max(50 * 1024 * 1024),
    headersSeconds: z.int().min(1).max(300),
    requestSeconds: z.int().min(1).max(3600),
  }),
  intake: z.strictObject({
    spoolDir: z.string(),
    signalsPerMinute: z.int().min(1),
    burst: z.int().min(1),
    wrongKeysPerMinute: z.int().min(1).max(100_000),
  }),
  mail: z.strictObject({
    protocol: z.enum(['none', 'smtp', 'lmtp']),
    host: z.string().min(1),
    port: Port,
    domain: z
      .string()
      .regex(/^([a-z0-9-]+(\.[a-z0-9-]+)*)?$/i, 'is the name of a domain, such as alerts.example.jp'),
    allowedNetworks: z.array(z.string().refine(isNetwork, 'is no network such as 10.0.0.0/8')),
  }),
  files: z
    .strictObject({
      store: z.enum(['disk', 's3']),
      folder: z.string(),
      quotaBytes: z.int().min(0),
      s3: z.strictObject({
        endpoint: z.union([z.literal(''), z.url({ protocol: /^https?$/ })]),
        region: z.string().min(1),
        bucket: z.string(),
        accessKeyId: z.string(),
        secretAccessKey: z.string(),
      }),
    })
    .refine(
      ({ store, s3 }) =>
        store === 'disk' || [s3.endpoint, s3.bucket, s3.accessKeyId, s3.secretAccessKey].every(Boolean),
      'the store s3 needs endpoint, bucket, accessKeyId and secretAccessKey',
    ),
  outbound: z.strictObject({
    allowedNetworks: z.array(z.string().refine(isNetwork, 'is no network such as 10.0.0.0/8')),
  }),
  escalation: z.strictObject({
    stormAfter: z.int().min(1).max(10_000),
    ringBudget: z.strictObject({ rings: z.int().min(0).max(100), minutes: z.int().min(1).max(120) }),
  }),
  retention: z.strictObject({
    deliveriesDays: z.int().min(1).max(3650),
    deliveryKeysHours: z.int().min(1).max(8760),
    // The API promises a day.
    idempotencyKeysHours: z.int().min(24).max(8760),
    outboxDays: z.int().min(1).max(3650),
    sessionsDays: z.int().min(1).max(3650),
  }),
  watch: z.strictObject({
    installation: z.string().max(100),
    peers: z.array(WatchPeer),
    watched: z.array(WatchedInstallation),
    canary: z.strictObject({ team: z.string(), everySeconds: z.int().min(20).max(3600) }),
  }),
  oidc: OidcSettings,
  tls: z.strictObject({ cert: z.string(), key: z.string(), ca: z.string() }),
  plugins: z.array(z.string().min(1)),
  notifiers: z.array(NotifierInstance),
});
export type Settings = z.output<typeof ConfigSchema>;
