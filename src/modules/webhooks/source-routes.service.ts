import { Injectable } from '@nestjs/common';
import { type AnyAlertSource, type Matched, type Route, RouteTable } from '../../plugins/kit/index.js';
import { PluginRegistry } from '../../platform/plugin-host/plugin-registry.js';
import { CALL_HOOK } from './source-catalogue.js';

/** An address, and whose it is. */
export interface FoundRoute extends Matched {
  readonly source: AnyAlertSource;
}

const HOOK_ROUTES: readonly Route[] = [{ method: 'POST', path: '/webhooks/call/:key', kind: 'signals' }];
/** Stands in for a plugin: a call hook has none. */
export const HOOK = { id: CALL_HOOK, routes: HOOK_ROUTES } as unknown as AnyAlertSource;

/** Every address that takes deliveries, by whichever door: one table, or a delivery would be read twice in two ways. */
@Injectable()
export class SourceRoutes {
  private readonly table: RouteTable;
  private readonly owners: ReadonlyMap<Route, AnyAlertSource>;

  constructor(registry: PluginRegistry) {
    this.owners = new Map(
      [HOOK, ...registry.alertSources()].flatMap((source) =>
        source.routes.map((route) => [route, source] as const),
      ),
    );
    this.table = new RouteTable([...this.owners.keys()]);
  }

  /** The most literal route of all sources wins. Undefined: nobody's. */
  find(method: string, path: string): FoundRoute | undefined {
    const match = this.table.match(method, path);
    const source = match && this.owners.get(match.route);
    return match && source ? { source, ...match } : undefined;
  }
}
