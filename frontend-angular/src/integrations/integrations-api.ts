import { inject, Injectable } from '@angular/core';
import { Api } from '../generated/api/api';
import {
  confirmHandshake,
  createIntegration,
  deleteIntegration,
  getDelivery,
  getIntegration,
  getRoutingRules,
  getShadowReport,
  listDeliveries,
  listHandshakes,
  listIntegrations,
  listPlugins,
  replayDelivery,
  revealSetup,
  rotateKey,
  setKey,
  setRoutingRules,
  tryRouting,
  updateIntegration,
} from '../generated/api/functions';
import type {
  ConfirmWay,
  Delivery,
  Handshake,
  Integration,
  IntegrationMode,
  IntegrationSetup,
  PluginDescription,
  RefusedPlugin,
  ReplayResult,
  ResolveAfter,
  RoutingRule,
  RoutingRules,
  RoutingTrial,
  RuleExample,
  SeverityTable,
  ShadowReport,
} from '../generated/api/models';

@Injectable({ providedIn: 'root' })
export class IntegrationsApi {
  private readonly api = inject(Api);

  readonly list = async (): Promise<readonly Integration[]> =>
    (await this.api.invoke(listIntegrations, {})).integrations;

  /** What can send to us; the call hook is built in and no plugin. */
  readonly sources = async (): Promise<readonly PluginDescription[]> =>
    (await this.api.invoke(listPlugins)).plugins.filter((plugin) => plugin.kind === 'alert-source');

  /** Packages of the settings that are off, and why. */
  readonly refusedPlugins = async (): Promise<readonly RefusedPlugin[]> =>
    (await this.api.invoke(listPlugins)).refused;

  get(integrationId: string): Promise<Integration> {
    return this.api.invoke(getIntegration, { integrationId });
  }

  create(given: {
    readonly teamId: string;
    readonly name: string;
    readonly source: string;
    readonly mode: IntegrationMode;
    readonly serviceId?: string;
  }): Promise<Integration> {
    return this.api.invoke(createIntegration, { body: { ...given } });
  }

  setup(integrationId: string, locale: 'en' | 'ja'): Promise<IntegrationSetup> {
    return this.api.invoke(revealSetup, { integrationId, body: { locale } });
  }

  change(
    one: Integration,
    change: {
      readonly name?: string;
      readonly mode?: IntegrationMode;
      readonly serviceId?: string;
      readonly options?: Readonly<Record<string, unknown>>;
      /** 0: never. */
      readonly silentAfterSeconds?: number;
      readonly resolveAfter?: ResolveAfter;
      readonly trustsAcknowledgements?: boolean;
      readonly severityTable?: SeverityTable;
    },
  ): Promise<Integration> {
    return this.api.invoke(updateIntegration, {
      integrationId: one.integrationId,
      body: { version: one.version, ...change },
    });
  }

  shadowReport(integrationId: string, from: string): Promise<ShadowReport> {
    return this.api.invoke(getShadowReport, { integrationId, from });
  }

  rotateKey(integrationId: string): Promise<Integration> {
    return this.api.invoke(rotateKey, { integrationId });
  }

  setKey(integrationId: string, key: string): Promise<Integration> {
    return this.api.invoke(setKey, { integrationId, body: { key } });
  }

  remove(integrationId: string): Promise<unknown> {
    return this.api.invoke(deleteIntegration, { integrationId });
  }

  async deliveries(integrationId: string): Promise<readonly Delivery[]> {
    return (await this.api.invoke(listDeliveries, { integrationId, pageSize: 50 })).deliveries;
  }

  delivery(deliveryId: string): Promise<Delivery> {
    return this.api.invoke(getDelivery, { deliveryId });
  }

  async handshakes(integrationId: string): Promise<readonly Handshake[]> {
    return (await this.api.invoke(listHandshakes, { integrationId })).handshakes;
  }

  confirmHandshake(handshakeId: string, way: ConfirmWay): Promise<Handshake> {
    return this.api.invoke(confirmHandshake, { handshakeId, body: { way } });
  }

  rules(integrationId: string): Promise<RoutingRules> {
    return this.api.invoke(getRoutingRules, { integrationId });
  }

  setRules(base: RoutingRules, rules: RoutingRule[], examples: RuleExample[]): Promise<RoutingRules> {
    const { integrationId, version } = base;
    return this.api.invoke(setRoutingRules, { integrationId, body: { version, rules, examples } });
  }

  tryRouting(
    integrationId: string,
    asked: {
      readonly deliveryId?: string;
      readonly body?: string;
      readonly rules: RoutingRule[];
      readonly options?: object;
    },
  ): Promise<RoutingTrial> {
    return this.api.invoke(tryRouting, { integrationId, body: { ...asked } });
  }

  replay(deliveryId: string, ringForOld: boolean): Promise<ReplayResult> {
    return this.api.invoke(replayDelivery, { deliveryId, body: { ringForOld } });
  }
}
