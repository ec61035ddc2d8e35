import { Injectable, Logger } from '@nestjs/common';
import { type AnyAlertSource, credentialOf } from '../../plugins/kit/index.js';
import { PluginRegistry } from '../../platform/plugin-host/plugin-registry.js';
import type { Arrival } from './arrival.js';
import { IntegrationKeys, type KnownIntegration } from './integration-keys.service.js';
import { CALL_HOOK } from './source-catalogue.js';
import { WrongKeys } from './wrong-keys.js';

export interface Reader {
  readonly source: AnyAlertSource;
  readonly options: unknown;
}

/** So much of a request as says whose it is. */
type Asking = Pick<Arrival, 'source' | 'route' | 'delivery' | 'address'>;

/** Whose request it is, and who reads it. */
@Injectable()
export class KeyHolder {
  private readonly log = new Logger(KeyHolder.name);

  constructor(
    private readonly keys: IntegrationKeys,
    private readonly registry: PluginRegistry,
    private readonly wrongKeys: WrongKeys,
  ) {}

  /**
   * Undefined: nobody's, or of somebody who has no business at this address. `tried-too-often`: nobody's either, and not
   * looked up, because too many like it came from there; a good key is good from there all the same.
   */
  async of(arrival: Asking): Promise<KnownIntegration | 'away' | 'tried-too-often' | undefined> {
    const key = credentialOf(arrival.route, arrival.delivery);
    if (key === undefined) return undefined;
    const { address } = arrival;
    // All mail comes from the site's own mail server, which must hear that there is no such address.
    const isLimited = arrival.delivery.method !== 'SMTP';
    if (isLimited && this.wrongKeys.isOver(address) && !(await this.keys.isAnybodys(key)))
      return 'tried-too-often';
    try {
      const known = await this.keys.byKey(key, (one) => this.opens(one, arrival));
      if (!known && isLimited) this.wrongKeys.note(address);
      return known;
    } catch (error) {
      this.log.warn({ err: error }, 'a key could not be looked up');
      return 'away';
    }
  }

  /** The source of the address, or, where the address was another product's, the one of the key. */
  readerOf({ source, route }: Arrival, { row, options }: KnownIntegration): Reader {
    if (row.source === source.id) return { source, options };
    const own = this.registry.alertSource(row.source);
    return route.anyKey === 'this' || own.readByAddress ? { source, options: {} } : { source: own, options };
  }

  private opens({ row }: KnownIntegration, { source, route }: Asking): boolean {
    if (row.source === source.id) return true;
    return route.anyKey !== undefined && row.source !== CALL_HOOK;
  }
}
