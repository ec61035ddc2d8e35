import type { z } from 'zod';
import { InvalidInput } from '../errors/invalid-input.js';
import { grpcInput } from './grpc-codec.js';
import { isUnreadable } from './unreadable-message.js';

/** What a client has sent, as the JSON that the schema checks. @throws InvalidInput where it is no message */
export function messageInput(schema: z.ZodType, message: unknown): unknown {
  if (isUnreadable(message)) throw new InvalidInput('These bytes are no such message');
  return grpcInput(schema, message);
}
