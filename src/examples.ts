import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Examples } from './platform/wire/openapi.js';

/**
 * A request of each operation, by rpc: what the tests ask for, with names and ids that stay the same. A test holds each
 * to what it sends and gets answered; `BARRY_WRITE_EXAMPLES=yes` makes it write them instead.
 */
export const readExamples = (folder = import.meta.dirname): Examples =>
  JSON.parse(readFileSync(join(folder, 'examples.json'), 'utf8')) as Examples;
