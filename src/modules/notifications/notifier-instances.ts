import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../platform/clock/clock.js';
import { Config } from '../../platform/config/config.js';
import type { NotifierInstance } from '../../platform/config/config.schema.js';
import { PluginRegistry } from '../../platform/plugin-host/plugin-registry.js';
import type { Channel, MessageKind, Notifier } from '../../plugins/kit/index.js';
import type { RingingDevice } from '../devices/index.js';
import { readSettings } from './text-settings.rules.js';

export interface OpenInstance {
  readonly name: string;
  readonly priority: number;
  readonly plugin: Notifier;
  readonly settings: unknown;
  readonly channel: Channel<unknown>;
  /** Absent: no bound is known. */
  readonly callsPerSecond: number | undefined;
}

export interface InstanceState {
  readonly name: string;
  readonly plugin: string;
  readonly priority: number;
  readonly state: 'on' | 'off' | 'faulty';
  readonly reason?: string | undefined;
}

/** The configured notifiers, opened at boot. One that cannot be opened is listed with its reason and stops nobody. */
@Injectable()
export class NotifierInstances implements OnModuleInit, OnModuleDestroy {
  private readonly log = new Logger(NotifierInstances.name);
  private readonly open = new Map<string, OpenInstance>();
  private readonly states = new Map<string, InstanceState>();

  constructor(
    private readonly config: Config,
    private readonly registry: PluginRegistry,
    private readonly clock: Clock,
  ) {}

  async onModuleInit(): Promise<void> {
    for (const instance of this.configured()) await this.start(instance);
  }

  async onModuleDestroy(): Promise<void> {
    for (const instance of this.open.values()) await instance.channel.close?.();
  }

  get(name: string): OpenInstance | undefined {
    return this.open.get(name);
  }

  all(): readonly OpenInstance[] {
    return [...this.open.values()].sort((a, b) => a.priority - b.priority);
  }

  /** An open stream, or an address of a notifier that is on. Who has no such device and no telephone is not called. */
  canRing(device: RingingDevice): boolean {
    return device.connected || device.addresses.some((address) => this.open.has(address.notifier));
  }

  /** A send went well: whatever was found at boot is over. */
  works(name: string): void {
    const state = this.states.get(name);
    if (state?.state === 'faulty') this.states.set(name, { ...state, state: 'on', reason: undefined });
  }

  /** The gateway has refused us, and not the message. A room's refusal says nothing about other rooms. */
  refused(name: string, reason: string): void {
    const state = this.states.get(name);
    if (!state || this.open.get(name)?.plugin.address === 'room') return;
    this.states.set(name, { ...state, state: 'faulty', reason });
  }

  list(): readonly InstanceState[] {
    return [...this.states.values()];
  }

  /** The first that can send this kind to a person's own address, by priority. */
  forPerson(kind: MessageKind): OpenInstance | undefined {
    return this.thatSend(kind)[0];
  }

  /** Those that can send this kind to a person's own address, by priority. */
  thatSend(kind: MessageKind): readonly OpenInstance[] {
    return this.all().filter((i) => i.plugin.address === 'person' && i.plugin.messages.includes(kind));
  }

  /** Who is asked next, where this one has refused; after the last it is the first again. */
  after(name: string, kind: MessageKind): OpenInstance | undefined {
    const able = this.thatSend(kind);
    const next = able[(able.findIndex((i) => i.name === name) + 1) % able.length];
    return next?.name === name ? undefined : next;
  }

  /** Web push needs nothing but the keys that we have made, so it is there without being configured. */
  private configured(): readonly NotifierInstance[] {
    const { notifiers } = this.config.settings;
    const isThere = notifiers.some((i) => i.plugin === 'web-push');
    const isKnown = this.registry.all().some((p) => p.kind === 'notifier' && p.id === 'web-push');
    if (isThere || !isKnown) return notifiers;
    const { publicKey, privateKey } = this.config.keys.vapid;
    const subject = this.config.publicUrl.startsWith('https:')
      ? this.config.publicUrl
      : 'mailto:barry@localhost';
    const settings = { subject, publicKey, privateKey };
    return [...notifiers, { name: 'web-push', plugin: 'web-push', enabled: true, priority: 100, settings }];
  }

  private async start(instance: NotifierInstance): Promise<void> {
    const { name, plugin: id, priority } = instance;
    const say = (state: InstanceState['state'], reason?: string): void =>
      void this.states.set(name, { name, plugin: id, priority, state, reason });
    if (!instance.enabled) return say('off', 'switched off in the settings');
    // A package of the settings that was refused must not stop those that ring.
    const isThere = this.registry.all().some((one) => one.kind === 'notifier' && one.id === id);
    if (!isThere && this.registry.refused.length > 0)
      return say('faulty', `no plugin is called "${id}", and a package of the settings is off`);
    const plugin = this.registry.notifier(id);
    const settings = readSettings(plugin.settings, instance.settings);
    if (!settings.success) {
      // The words are the plugin's and zod's; neither repeats what was set.
      const faults = settings.error.issues
        .map((issue) => `${issue.path.join('.') || 'settings'}: ${issue.message}`)
        .join('; ');
      this.log.warn(`notifier ${name} cannot be opened: its settings are not usable (${faults})`);
      return say('faulty', `settings are missing or wrong: ${faults}`);
    }
    try {
      const channel = await plugin.open(settings.data, {
        instance: name,
        fetch: globalThis.fetch,
        now: () => this.clock.now(),
        log: { debug: (text) => this.log.debug(text), warn: (text) => this.log.warn(text) },
      });
      const callsPerSecond = instance.callsPerSecond ?? plugin.callsPerSecond;
      this.open.set(name, { name, priority, plugin, settings: settings.data, channel, callsPerSecond });
      say('on');
      void this.lookAt(name, channel, say);
    } catch (error) {
      this.log.error(error);
      say('faulty', 'could not be opened; see the log');
    }
  }

  /** Beside the start: a provider that is away delays nobody. What is found is told; a send may go well all the same. */
  private async lookAt(
    name: string,
    channel: Channel<unknown>,
    say: (state: InstanceState['state'], reason?: string) => void,
  ): Promise<void> {
    try {
      const found = await channel.check?.();
      if (found === undefined || found.ok) return;
      this.log.warn(`notifier ${name} will not work: ${found.reason}`);
      say('faulty', found.reason);
    } catch (error) {
      this.log.warn(
        `notifier ${name} could not be checked: ${error instanceof Error ? error.name : 'a fault'}`,
      );
    }
  }
}
