import { z } from 'zod';
import { Id, Instant } from '../../platform/wire/schemas.js';
import { HANDSHAKE_STATES } from './handshake.rules.js';

export const HandshakeView = z
  .strictObject({
    handshakeId: Id,
    integrationId: Id,
    receivedAt: Instant,
    /** What asks, in the sender's words: a topic. */
    about: z.string().optional(),
    /** Whom the address to visit belongs to. */
    host: z.string(),
    /** Did the sender prove who it is? */
    isProved: z.boolean(),
    state: z.enum(HANDSHAKE_STATES).meta({ id: 'HandshakeState' }),
    /** Why the last visit did not confirm it. */
    failure: z.string().optional(),
    confirmedAt: Instant.optional(),
    /** Only for whoever confirms it in their own browser: the address to open. */
    openUrl: z.string().optional(),
  })
  .meta({ id: 'Handshake' });
export type HandshakeView = z.output<typeof HandshakeView>;
export const HandshakeList = z
  .strictObject({ handshakes: z.array(HandshakeView) })
  .meta({ id: 'HandshakeList' });
export const HandshakesOfIntegration = z.strictObject({ integrationId: Id });
export const ConfirmHandshakeInput = z
  .strictObject({
    handshakeId: Id,
    /** `server`: this installation visits the address; `browser`: the person does, where the server has no way out. */
    way: z.enum(['server', 'browser']).default('server').meta({ id: 'ConfirmWay' }),
  })
  .meta({ id: 'ConfirmHandshakeInput' });
