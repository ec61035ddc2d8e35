import { existsSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { type AlertSource, CONTRACT, type Plugin, webhookRoutes } from '../../plugins/kit/index.js';
import type { Clock } from '../clock/clock.js';

/** A package of the settings that is not there, and why; the boot goes on without it (ADR 0020). */
export interface RefusedPackage {
  readonly package: string;
  readonly reason: string;
}

export interface ExternalPlugins {
  readonly plugins: readonly Plugin[];
  readonly refused: readonly RefusedPackage[];
}

const PATIENCE_MS = 10_000;
const LONGEST_REASON = 300;
/** Addresses of the house that no plugin may take, and those that would be any address: the whole console is there. */
const OURS = /^\/(api|callbacks|health|heartbeats|metrics|ping|simulator|webhooks\/call|[:*][^/]*)?(\/|$)/;

const Callable = z.custom<object>((value) => typeof value === 'function', 'is no function');
/** One that a form can be made of: the list of all sources has all their forms. */
const Schema = z.custom<object>((value) => {
  if (typeof (value as { safeParse?: unknown } | undefined)?.safeParse !== 'function') return false;
  try {
    z.toJSONSchema(value as z.ZodType, { io: 'input', unrepresentable: 'any' });
    return true;
  } catch {
    return false;
  }
}, 'is no schema of zod');
const Id = z.string().regex(/^[a-z][a-z0-9-]*$/, 'is not in small letters, digits and hyphens');
/** What the types promise of a plugin that is compiled with the house. */
const Shape = z.discriminatedUnion('kind', [
  z.looseObject({
    kind: z.literal('alert-source'),
    id: Id,
    name: z.string().min(1),
    options: Schema,
    routes: z.array(z.looseObject({ method: z.string(), path: z.string().startsWith('/') })).optional(),
    retries: z.boolean(),
    read: Callable,
    setup: Callable,
    sample: z.unknown().refine((sample) => sample !== undefined, 'is missing'),
  }),
  z.looseObject({
    kind: z.literal('notifier'),
    id: Id,
    name: z.string().min(1),
    address: z.enum(['device', 'person', 'room']),
    settings: Schema,
    target: Schema,
    messages: z.array(z.string()).min(1),
    open: Callable,
  }),
]);

/**
 * Loads what the settings name, packages or folders, one after the other. Whatever is wrong with one of them costs that
 * one only.
 *
 * @param own the plugins of the house: an id or an address of theirs cannot be taken
 */
export async function loadExternalPlugins(
  names: readonly string[],
  own: readonly Plugin[],
  clock: Clock,
): Promise<ExternalPlugins> {
  const plugins: Plugin[] = [];
  const refused: RefusedPackage[] = [];
  for (const name of names) {
    const found = await foundIn(name, clock);
    const taken = typeof found === 'string' ? found : takenOf(found, [...own, ...plugins]);
    if (typeof taken === 'string') refused.push({ package: name, reason: taken.slice(0, LONGEST_REASON) });
    else plugins.push(...taken);
  }
  return { plugins, refused };
}

/** The plugins that a package exports, as it says; or why there are none. */
async function foundIn(name: string, clock: Clock): Promise<readonly unknown[] | string> {
  const late = clock.deadline(PATIENCE_MS);
  try {
    const givenUp = new Promise<undefined>((done) =>
      late.signal.addEventListener('abort', () => done(undefined)),
    );
    const loaded = await Promise.race([import(addressOf(name)) as Promise<unknown>, givenUp]);
    if (loaded === undefined) return `it was not loaded within ${PATIENCE_MS / 1000} s`;
    const { plugins } = loaded as { readonly plugins?: unknown };
    return Array.isArray(plugins) && plugins.length > 0 ? plugins : 'it exports no list called "plugins"';
  } catch (error) {
    return `it cannot be loaded: ${firstLineOf(error)}`;
  } finally {
    late.cancel();
  }
}

/** A package by its name; a file or a folder by its path, absolute or from where the process was started. */
function addressOf(name: string): string {
  if (!/^(\.{0,2}\/|[A-Za-z]:\\)/.test(name)) return name;
  const path = resolve(name);
  return pathToFileURL(existsSync(path) && statSync(path).isDirectory() ? entryOf(path) : path).href;
}

const Manifest = z.looseObject({
  exports: z.union([z.string(), z.looseObject({ '.': z.string() }).transform((all) => all['.'])]).optional(),
  main: z.string().optional(),
});

function entryOf(folder: string): string {
  const file = join(folder, 'package.json');
  const manifest = existsSync(file)
    ? Manifest.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data
    : undefined;
  return join(folder, manifest?.exports ?? manifest?.main ?? 'index.js');
}

function firstLineOf(error: unknown): string {
  const [line = ''] = (error instanceof Error ? error.message : 'it throws no error').split('\n');
  return line;
}

/** What is taken of a package, or why it is not: looking at what others have made may throw as well. */
function takenOf(found: readonly unknown[], others: readonly Plugin[]): readonly Plugin[] | string {
  try {
    return refusalOf(found, others) ?? found.map(completed);
  } catch (error) {
    return `it cannot be looked at: ${firstLineOf(error)}`;
  }
}

/** Undefined: nothing is wrong with any of them. A package is taken whole or not at all. */
function refusalOf(found: readonly unknown[], others: readonly Plugin[]): string | undefined {
  const taken = [...others];
  for (const one of found) {
    const { contract, id } = (one ?? {}) as { readonly contract?: unknown; readonly id?: unknown };
    // First: what another contract looks like, nobody here knows.
    if (contract !== CONTRACT)
      return `${String(id)} speaks contract ${String(contract)}, this house speaks ${CONTRACT}`;
    const shape = Shape.safeParse(one);
    if (!shape.success) {
      const [issue] = shape.error.issues;
      return `${String(id)} is no plugin: ${issue?.path.join('.') || 'it'}: ${issue?.message ?? ''}`;
    }
    const plugin = completed(one);
    const { kind } = plugin;
    if (taken.some((other) => other.kind === kind && other.id === plugin.id))
      return `there is an ${kind} called ${plugin.id} already`;
    const claim = plugin.kind === 'alert-source' ? claimedOf(plugin, taken) : undefined;
    if (claim !== undefined) return `${plugin.id} wants ${claim}, which is taken`;
    taken.push(plugin);
  }
  return undefined;
}

const claimsOf = ({ routes }: AlertSource): readonly string[] =>
  routes.map(({ method, path }) => `${method} ${path.replace(/\/+/g, '/').replace(/:\w+/g, ':')}`);

function claimedOf(source: AlertSource, taken: readonly Plugin[]): string | undefined {
  const ours = source.routes.find(({ path }) => OURS.test(path.replace(/\/+/g, '/')));
  if (ours) return ours.path;
  const claimed = taken.flatMap((other) => (other.kind === 'alert-source' ? claimsOf(other) : []));
  return claimsOf(source).find((claim) => claimed.includes(claim));
}

type Given = Omit<AlertSource, 'routes' | 'missingKey'> & Partial<Pick<AlertSource, 'routes' | 'missingKey'>>;

/** With what `defineAlertSource` would have filled in. */
function completed(plugin: unknown): Plugin {
  if ((plugin as Plugin).kind === 'notifier') return plugin as Plugin;
  const { missingKey = 'hash', routes, ...rest } = plugin as Given;
  return Object.freeze({ ...rest, missingKey, routes: routes ?? webhookRoutes(`/webhooks/${rest.id}`) });
}
