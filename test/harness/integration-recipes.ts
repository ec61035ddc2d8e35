import { randomUUID } from 'node:crypto';
import { askToConfirm } from './asking.js';
import { type Kitchen, make, read, unique } from './kitchen.js';
import type { Cook } from './recipe.js';

const newIntegration = (kitchen: Kitchen) =>
  make(kitchen, '/integrations', { teamId: kitchen.teamId, name: `New ${unique()}`, source: 'grafana' });
const newHeartbeat = (kitchen: Kitchen) =>
  make(kitchen, '/heartbeats', {
    integrationId: kitchen.integrationId,
    name: `New ${unique()}`,
    everySeconds: 3600,
  });

/** Of integrations, their deliveries and their heartbeats. */
export const INTEGRATION_RECIPES: Readonly<Record<string, Cook>> = {
  ListIntegrations: () => ({ input: {} }),
  GetIntegration: ({ integrationId }) => ({ input: { integrationId } }),
  CreateIntegration: ({ teamId }) => ({ input: { teamId, name: `New ${unique()}`, source: 'grafana' } }),
  UpdateIntegration: async (kitchen) => {
    const { integrationId, version } = await newIntegration(kitchen);
    return { input: { integrationId, version, name: 'Renamed' } };
  },
  DeleteIntegration: async (kitchen) => ({
    input: { integrationId: (await newIntegration(kitchen))['integrationId'] },
  }),
  RevealSetup: ({ integrationId }) => ({ input: { integrationId } }),
  RotateKey: async (kitchen) => ({
    input: { integrationId: (await newIntegration(kitchen))['integrationId'] },
  }),
  GetRoutingRules: ({ integrationId }) => ({ input: { integrationId } }),
  SetRoutingRules: async (kitchen) => {
    const { integrationId, version } = await newIntegration(kitchen);
    const conditions = [{ field: 'host', test: 'glob', value: 'db-*' }];
    return {
      input: {
        integrationId,
        version,
        rules: [{ name: 'Databases', teamIds: [], conditions, urgency: 'inform' }],
      },
    };
  },
  GetShadowReport: ({ integrationId }) => ({ input: { integrationId } }),
  TryRouting: ({ integrationId }) => ({ input: { integrationId, body: '{"title":"Tried"}' } }),
  ReplayDelivery: async (kitchen) => {
    const { deliveries } = await read(kitchen, `/integrations/${kitchen.integrationId}/deliveries`);
    return { input: { deliveryId: deliveries[0].deliveryId } };
  },
  SetKey: async (kitchen) => ({
    input: {
      integrationId: (await newIntegration(kitchen))['integrationId'],
      key: randomUUID(),
    },
  }),
  ListHandshakes: ({ integrationId }) => ({ input: { integrationId } }),
  ConfirmHandshake: async (kitchen) => ({ input: { handshakeId: await askToConfirm(kitchen) } }),
  ListHeartbeats: ({ integrationId }) => ({ input: { integrationId } }),
  GetHeartbeat: async (kitchen) => ({ input: { heartbeatId: (await newHeartbeat(kitchen))['heartbeatId'] } }),
  CreateHeartbeat: ({ integrationId }) => ({
    input: { integrationId, name: `Backup ${unique()}`, everySeconds: 3600 },
  }),
  UpdateHeartbeat: async (kitchen) => {
    const { heartbeatId, version } = await newHeartbeat(kitchen);
    return { input: { heartbeatId, version, paused: true } };
  },
  DeleteHeartbeat: async (kitchen) => ({
    input: { heartbeatId: (await newHeartbeat(kitchen))['heartbeatId'] },
  }),
  RevealHeartbeat: async (kitchen) => ({
    input: { heartbeatId: (await newHeartbeat(kitchen))['heartbeatId'] },
  }),
  RotateHeartbeatKey: async (kitchen) => ({
    input: { heartbeatId: (await newHeartbeat(kitchen))['heartbeatId'] },
  }),
  ListDeliveries: ({ integrationId }) => ({ input: { integrationId } }),
  GetDelivery: async (kitchen) => {
    const { deliveries } = await read(kitchen, `/integrations/${kitchen.integrationId}/deliveries`);
    return { input: { deliveryId: deliveries[0].deliveryId } };
  },
};
