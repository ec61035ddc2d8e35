import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { z } from 'zod';
import { ConfigSchema, type Settings } from './config.schema.js';
import { fromEnvironment, layered } from './environment.js';
import { type Keys, keysOf } from './keys.js';
import { oidcFaults } from './oidc.schema.js';

/** The settings cannot be used; the message names every fault and no value. */
export class ConfigUnusable extends Error {}

export class Config {
  private constructor(
    readonly settings: Settings,
    readonly isProduction: boolean,
    readonly version: string,
    readonly keys: Keys,
    /** Where static files of console and app lie. */
    readonly root: string,
  ) {}

  /** @throws ConfigUnusable with all mistakes at once */
  static load(environment: Readonly<Record<string, string | undefined>> = process.env): Config {
    const root = fileURLToPath(new URL('../../../', import.meta.url));
    const files = [
      `${root}config/default.yaml`,
      ...(environment['BARRY_CONFIG'] ? [environment['BARRY_CONFIG']] : []),
    ];
    const layers = [...files.map(readYaml), fromEnvironment(environment)];
    const parsed = ConfigSchema.safeParse(layers.reduce((lower, upper) => layered(lower, upper), {}));
    if (!parsed.success)
      throw new ConfigUnusable(`The settings are not usable:\n${z.prettifyError(parsed.error)}`);
    const settings = parsed.data;
    const isProduction = environment['NODE_ENV'] === 'production';
    const faults = [
      ...faultsOf(settings, isProduction),
      ...simulationFaults(settings, environment, isProduction),
    ];
    if (faults.length > 0) throw new ConfigUnusable(`The settings are not usable:\n${faults.join('\n')}`);
    const { version } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as { version: string };
    return new Config(settings, isProduction, version, keysOf(settings), root);
  }

  /** Demo data: on our own database, and never where it could be mistaken for the real thing. */
  get isDemo(): boolean {
    return this.settings.demo && this.settings.database.embedded && !this.isProduction;
  }

  /** The same settings, with these notifiers instead. */
  withNotifiers(notifiers: Settings['notifiers']): Config {
    const { settings, isProduction, version, keys, root } = this;
    return new Config({ ...settings, notifiers }, isProduction, version, keys, root);
  }

  /** At least one; without a slash at the end. */
  get publicUrls(): readonly string[] {
    const { publicUrls, http, tls } = this.settings;
    if (publicUrls.length > 0) return publicUrls.map((url) => url.replace(/\/+$/, ''));
    const host = http.host === '0.0.0.0' || http.host === '::' ? 'localhost' : http.host;
    return [`${tls.cert ? 'https' : 'http'}://${host}:${http.port}`];
  }

  get publicUrl(): string {
    return this.publicUrls[0] ?? '';
  }
}

function readYaml(path: string): unknown {
  try {
    return parse(readFileSync(path, 'utf8')) as unknown;
  } catch (error) {
    throw new ConfigUnusable(
      `${path} cannot be read: ${error instanceof Error ? error.message : 'unknown fault'}`,
    );
  }
}

/** Nobody may believe that they are rung while only a picture of a phone is. */
function simulationFaults(
  settings: Settings,
  environment: Readonly<Record<string, string | undefined>>,
  isProduction: boolean,
): readonly string[] {
  if (!settings.simulate) return [];
  const says = (why: string): string => `✖ simulate: ${why}`;
  return [
    ...(environment['BARRY_SIMULATE'] ? [] : [says('only BARRY_SIMULATE=true turns it on, no file does')]),
    ...(isProduction ? [says('not in production: nobody would be rung')] : []),
    ...(settings.database.embedded && settings.demo
      ? []
      : [says('only with demo data on the embedded database')]),
    ...(settings.notifiers.some(({ enabled }) => enabled)
      ? [says('not beside notifiers that ring real phones: take them out, or set enabled: false')]
      : []),
  ];
}

function faultsOf(settings: Settings, isProduction: boolean): readonly string[] {
  const names = settings.notifiers.map((notifier) => notifier.name);
  const twice = names.filter((name, i) => names.indexOf(name) !== i || name === 'stream');
  const repeated = (values: readonly string[]) => values.filter((one, i) => values.indexOf(one) !== i);
  return [
    ...oidcFaults(settings.oidc),
    ...repeated(settings.watch.watched.map(({ name }) => name)).map(
      (name) => `✖ watch.watched: the name "${name}" is used twice`,
    ),
    ...repeated(settings.watch.peers.map(({ url }) => url)).map(
      (url) => `✖ watch.peers: ${url} is there twice`,
    ),
    ...twice.map((name) => `✖ notifiers: the name "${name}" is used twice or reserved`),
    ...(isProduction && settings.secretKey === ''
      ? ['✖ secretKey: production needs one (32 bytes in base64)']
      : []),
    ...(['tls', 'grpc'] as const)
      .filter((where) => settings[where].cert !== '' && settings[where].key === '')
      .map((where) => `✖ ${where}.key: a certificate needs its key`),
  ];
}
