import { z } from 'zod';
import { AlertKind } from '../alerts/alerts.dto.js';
import {
  Id,
  Instant,
  Locale,
  Name,
  NextPage,
  Paging,
  Severity,
  Version,
} from '../../platform/wire/schemas.js';

export const IntegrationMode = z
  .enum(['live', 'shadow', 'off'])
  .meta({ id: 'IntegrationMode', title: 'Mode' });
const MONTH_SECONDS = 31 * 86_400;
/** An alert of which nothing was heard for so long is resolved by itself; a kind may have its own time. Empty: never. */
export const ResolveAfter = z
  .strictObject({
    seconds: z.int().min(60).max(MONTH_SECONDS).optional(),
    byKind: z
      .array(
        z
          .strictObject({ kind: AlertKind, seconds: z.int().min(60).max(MONTH_SECONDS) })
          .meta({ id: 'ResolveKindAfter' }),
      )
      .max(10)
      .refine((given) => new Set(given.map(({ kind }) => kind)).size === given.length, 'names a kind twice')
      .default([]),
  })
  .meta({ id: 'ResolveAfter' });
/** So many seconds without a delivery are a fault of the monitoring. 0: never. */
const SilentAfter = z
  .int()
  .max(MONTH_SECONDS)
  .refine((seconds) => seconds === 0 || seconds >= 60, 'is less than a minute');
/** A sender's own word for a severity, whatever its capitals, and what it means here. */
export const SeverityWord = z
  .strictObject({ said: z.string().trim().min(1).max(100), severity: Severity })
  .meta({ id: 'SeverityWord' });
export type SeverityWord = z.output<typeof SeverityWord>;
export const SeverityTable = z
  .strictObject({
    words: z
      .array(SeverityWord)
      .max(50)
      .refine(
        (words) => new Set(words.map(({ said }) => said.toLowerCase())).size === words.length,
        'names a word twice',
      )
      .default([]),
  })
  .meta({ id: 'SeverityTable' });
export const IntegrationView = z
  .strictObject({
    integrationId: Id,
    teamId: Id,
    name: z.string(),
    /** The plugin id of the alert source, or `call` for a call hook. */
    source: z.string(),
    mode: IntegrationMode,
    serviceId: Id.optional(),
    options: z.unknown(),
    /** The last characters of the key. */
    keyHint: z.string(),
    createdAt: Instant,
    lastDeliveryAt: Instant.optional(),
    lastProblem: z.string().optional(),
    lastProblemAt: Instant.optional(),
    deliveryCount: z.int(),
    /** Absent: however long it is silent, nobody is told. */
    silentAfterSeconds: z.int().optional(),
    silentSince: Instant.optional(),
    resolveAfter: ResolveAfter.optional(),
    /** An acknowledgement at the source stops the ringing; otherwise it is shown, and ringing goes on. */
    trustsAcknowledgements: z.boolean(),
    severityTable: SeverityTable,
    version: Version,
  })
  .meta({ id: 'Integration' });
export type IntegrationView = z.output<typeof IntegrationView>;
export const IntegrationList = z
  .strictObject({ integrations: z.array(IntegrationView) })
  .meta({ id: 'IntegrationList' });
export const ListIntegrationsInput = z.strictObject({ teamId: Id.optional() });
export const IntegrationRef = z.strictObject({ integrationId: Id });
export const CreateIntegrationInput = z
  .strictObject({
    teamId: Id,
    name: Name,
    source: z.string().min(1).max(60),
    mode: IntegrationMode.default('live'),
    serviceId: Id.optional(),
    options: z.unknown().optional(),
    silentAfterSeconds: SilentAfter.optional(),
    resolveAfter: ResolveAfter.optional(),
    trustsAcknowledgements: z.boolean().default(false),
    severityTable: SeverityTable.optional(),
  })
  .meta({ id: 'CreateIntegrationInput' });
export const UpdateIntegrationInput = z
  .strictObject({
    integrationId: Id,
    version: Version,
    name: Name.optional(),
    mode: IntegrationMode.optional(),
    serviceId: Id.optional(),
    options: z.unknown().optional(),
    silentAfterSeconds: SilentAfter.optional(),
    /** Replaces the whole of it. */
    resolveAfter: ResolveAfter.optional(),
    trustsAcknowledgements: z.boolean().optional(),
    /** Replaces the whole of it. */
    severityTable: SeverityTable.optional(),
  })
  .meta({ id: 'UpdateIntegrationInput' });
/** What the other system imports, with the real address in it. */
export const InstallFile = z.strictObject({ name: z.string(), text: z.string() }).meta({ id: 'InstallFile' });
/** Where the sender sends to, and what its operator does there, as Markdown. Reading it is audited: the key is in it. */
export const IntegrationSetup = z
  .strictObject({
    integrationId: Id,
    url: z.string(),
    key: z.string(),
    instructions: z.string(),
    curl: z.string(),
    files: z.array(InstallFile),
  })
  .meta({ id: 'IntegrationSetup' });
export const RevealSetupInput = z
  .strictObject({ integrationId: Id, locale: Locale.default('en') })
  .meta({ id: 'RevealSetupInput' });

/** Routing keys of PagerDuty, GenieKeys, tokens of Grafana OnCall; whatever may stand in an address, a header and a body. */
export const SetKeyInput = z
  .strictObject({
    integrationId: Id,
    key: z
      .string()
      .regex(/^[\w.~+=-]{16,200}$/, 'use 16 to 200 letters, digits and . _ ~ + = -')
      .refine((key) => new Set(key).size >= 6, 'anybody could guess it'),
  })
  .meta({ id: 'SetKeyInput' });

export const DeliveryOutcome = z
  .enum([
    'accepted',
    'duplicate',
    'ignored',
    'unreadable',
    'not-json',
    'too-large',
    'bad-signature',
    'handshake',
    'heartbeat',
    'off',
  ])
  .meta({ id: 'DeliveryOutcome' });
export const SignalResultView = z
  .strictObject({ action: z.string(), dedupKey: z.string(), effect: z.string(), alertId: Id.optional() })
  .meta({ id: 'SignalResult' });
export const DeliveryView = z
  .strictObject({
    deliveryId: Id,
    integrationId: Id,
    receivedAt: Instant,
    method: z.string(),
    path: z.string(),
    address: z.string(),
    headers: z.record(z.string(), z.string()),
    contentType: z.string(),
    /** As text, at most the first MiB; bytes that are no UTF-8 are replaced. */
    body: z.string(),
    bodyBytes: z.int(),
    outcome: DeliveryOutcome,
    issues: z.array(z.string()),
    /** What Barry read, signal by signal. */
    reading: z.unknown().optional(),
    results: z.array(SignalResultView),
  })
  .meta({ id: 'Delivery' });
export type DeliveryView = z.output<typeof DeliveryView>;
export const ListDeliveriesInput = z.strictObject({ integrationId: Id, ...Paging });
export const DeliveryPage = z
  .strictObject({ deliveries: z.array(DeliveryView), ...NextPage })
  .meta({ id: 'DeliveryPage' });
export const DeliveryRef = z.strictObject({ deliveryId: Id });

export const PluginView = z
  .strictObject({ kind: z.string(), id: z.string(), name: z.string(), schema: z.unknown() })
  .meta({ id: 'PluginDescription' });
export const RefusedPlugin = z
  .strictObject({
    /** As the settings name it. */
    package: z.string(),
    reason: z.string(),
  })
  .meta({ id: 'RefusedPlugin' });
export const PluginList = z
  .strictObject({
    plugins: z.array(PluginView),
    /** Packages of the settings that are off, and why. */
    refused: z.array(RefusedPlugin),
  })
  .meta({ id: 'PluginList' });
