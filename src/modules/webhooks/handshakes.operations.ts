import { operations } from '../../platform/wire/declare.js';
import * as dto from './handshakes.dto.js';

export const handshakes = operations('webhooks', 'HandshakesService', {
  ListHandshakes: {
    summary: 'Senders that ask an integration to confirm its address, newest first',
    http: 'GET /integrations/:integrationId/handshakes',
    allow: 'integrations.read',
    input: dto.HandshakesOfIntegration,
    output: dto.HandshakeList,
  },
  ConfirmHandshake: {
    summary: 'Confirms the address of an integration to its sender',
    http: 'POST /handshakes/:handshakeId/confirm',
    allow: 'integrations.edit',
    audit: 'integration.handshake-confirmed',
    input: dto.ConfirmHandshakeInput,
    output: dto.HandshakeView,
  },
});
