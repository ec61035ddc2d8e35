import { Injectable } from '@nestjs/common';
import { InvalidInput } from '../../platform/errors/invalid-input.js';
import {
  type NotifierDescription,
  NotifierDirectory,
} from '../../platform/plugin-host/notifier-directory.js';
import { NotifierInstances } from './notifier-instances.js';
import { STREAM } from './stream.channel.js';

/** What a device that enrols may register with, and what it must know to do so. */
@Injectable()
export class Directory extends NotifierDirectory {
  constructor(private readonly open: NotifierInstances) {
    super();
  }

  instances(): readonly NotifierDescription[] {
    return this.open
      .all()
      .filter((instance) => instance.plugin.address === 'device')
      .map(({ name, plugin, settings }) => ({
        name,
        plugin: plugin.id,
        publicInfo: plugin.publicInfo?.(settings) ?? {},
      }));
  }

  parseTarget(name: string, target: unknown): unknown {
    if (name === STREAM) return {};
    const instance = this.open.get(name);
    if (!instance || instance.plugin.address !== 'device')
      throw new InvalidInput(`There is no notifier called "${name}" for devices`);
    const parsed = instance.plugin.target.safeParse(target);
    if (!parsed.success)
      throw new InvalidInput(`This is no address for "${name}"`, {
        issues: parsed.error.issues.map((issue) => ({
          path: `target.${issue.path.join('.')}`,
          message: issue.message,
        })),
      });
    return parsed.data;
  }
}
