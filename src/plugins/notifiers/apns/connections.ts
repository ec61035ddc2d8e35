import type vendor from '@parse/node-apn';
import type { NotifierHost } from '../../kit/index.js';
import type { Environment, Settings } from './settings.js';
import { pemOf } from './settings.js';

type Sdk = typeof vendor;
/** The client's own parts; they are not in its types. */
interface Inside {
  readonly client?: { readonly session?: { destroy(): void } | null };
}

/** Below the house's own deadline, so that a silent connection is noticed by whoever can replace it. */
const ANSWER_MS = 2500;

/**
 * Apple's connections of one app, for hours. Apple binds a connection to one team at its first push, so each
 * environment has its own, and another app is another instance.
 */
export class Connections {
  private readonly open = new Map<Environment, vendor.Provider>();
  private isClosed = false;

  constructor(
    private readonly sdk: Sdk,
    private readonly settings: Settings,
    private readonly host: Pick<NotifierHost, 'ca'>,
  ) {}

  /** Undefined: closed. */
  to(environment: Environment): vendor.Provider | undefined {
    if (this.isClosed) return undefined;
    const provider = this.open.get(environment) ?? this.made(environment);
    this.open.set(environment, provider);
    return provider;
  }

  /** The next push opens a new one. */
  drop(environment: Environment, provider: vendor.Provider): void {
    if (this.open.get(environment) === provider) this.open.delete(environment);
    letGo(provider);
  }

  close(): void {
    this.isClosed = true;
    for (const provider of this.open.values()) letGo(provider);
    this.open.clear();
  }

  private made(environment: Environment): vendor.Provider {
    const { key, keyId, teamId, gateway } = this.settings;
    return new this.sdk.Provider({
      token: { key: pemOf(key.reveal()), keyId, teamId },
      production: environment === 'production',
      ...gateway,
      ...(this.host.ca !== undefined && { ca: [this.host.ca] }),
      // Its own retries wait for nothing: the house repeats.
      connectionRetryLimit: 0,
      requestTimeout: ANSWER_MS,
    });
  }
}

/** Its shutdown waits for what is under way, and on a dead connection for ever. */
function letGo(provider: vendor.Provider): void {
  void provider.shutdown();
  (provider as unknown as Inside).client?.session?.destroy();
}
