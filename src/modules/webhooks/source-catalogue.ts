import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { AnyAlertSource, Plugin } from '../../plugins/kit/index.js';
import { PluginRegistry } from '../../platform/plugin-host/plugin-registry.js';
import type * as dto from './webhooks.dto.js';
import { OptionsInvalid, SourceUnknown } from './webhooks.errors.js';
import { formOf, redacted, restored } from './options.rules.js';

/** Not a monitoring system: a script that wants somebody called. */
export const CALL_HOOK = 'call';

const NoOptions = z.strictObject({});

/** What an integration may be of. */
@Injectable()
export class SourceCatalogue {
  constructor(private readonly registry: PluginRegistry) {}

  list(): z.output<typeof dto.PluginList> {
    return {
      plugins: this.registry.all().map((plugin: Plugin) => ({
        kind: plugin.kind,
        id: plugin.id,
        name: plugin.name,
        schema: formOf(plugin.kind === 'alert-source' ? plugin.options : plugin.settings),
      })),
      refused: [...this.registry.refused],
    };
  }

  /** As given, once the plugin has found nothing wrong with it. @throws SourceUnknown, OptionsInvalid */
  checked(source: string, options: unknown): unknown {
    const parsed = (this.plugin(source)?.options ?? NoOptions).safeParse(options);
    if (parsed.success) return options;
    throw new OptionsInvalid('The options are not valid', {
      issues: parsed.error.issues.map(({ path, message }) => ({
        path: ['options', ...path].join('.'),
        message,
      })),
    });
  }

  restored(source: string, given: unknown, stored: unknown): unknown {
    const plugin = this.plugin(source);
    return plugin ? restored(plugin, given, stored) : given;
  }

  shown(source: string, options: unknown): unknown {
    const plugin = this.isKnown(source) ? this.plugin(source) : undefined;
    return plugin ? redacted(plugin, options) : {};
  }

  /** Undefined for a call hook. @throws SourceUnknown */
  plugin(source: string): AnyAlertSource | undefined {
    if (source === CALL_HOOK) return undefined;
    if (!this.isKnown(source))
      throw new SourceUnknown(`There is no alert source called "${source}"`, { source });
    return this.registry.alertSource(source);
  }

  /** A plugin may have been taken out of the house after its integration was made. */
  private isKnown(source: string): boolean {
    return source === CALL_HOOK || this.registry.alertSources().some(({ id }) => id === source);
  }
}
