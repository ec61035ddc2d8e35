import { z } from 'zod';
import { type AnyNotifier, defineNotifier, type Plugin } from '../../src/plugins/kit/index.js';
import type { GatewaySimulator } from '../../src/plugins/kit/testing/simulator.js';

/** A real plugin, led to the simulator of its gateway, with settings that an environment cannot carry. */
export function lab(
  plugin: AnyNotifier,
  simulator: GatewaySimulator,
  settings: object = simulator.settings,
): Plugin {
  const parsed: unknown = plugin.settings.parse(settings);
  return defineNotifier({
    ...plugin,
    id: `${plugin.id}-lab`,
    settings: z.object({}),
    route: (target) => plugin.route?.(target, parsed) ?? plugin.id,
    publicInfo: () => plugin.publicInfo?.(parsed) ?? {},
    // The other side of a signature goes by the time of the world.
    open: (_, host) =>
      plugin.open(parsed, {
        ...host,
        fetch: simulator.fetch ?? host.fetch,
        ca: simulator.ca,
        now: () => new Date(),
      }),
  }) as Plugin;
}

/** One instance beside those of the test house, which are the first three. */
export const asInstance = (name: string, plugin: AnyNotifier): Record<string, string> => ({
  BARRY_NOTIFIERS_3_NAME: name,
  BARRY_NOTIFIERS_3_PLUGIN: `${plugin.id}-lab`,
});
