import type { FastifyRequest } from 'fastify';
import type { Config } from '../config/config.js';

/** TLS ends here or at an ingress before us, whose address the settings know. */
export const isSecure = (request: FastifyRequest, config: Config): boolean =>
  request.protocol === 'https' || config.publicUrl.startsWith('https:');
