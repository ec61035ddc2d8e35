import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { allOperations } from '../../src/operations.js';
import { readExamples } from '../../src/examples.js';
import type { Operation } from '../../src/platform/wire/operation.js';
import { callByRest } from '../harness/call-operation.js';
import { exampleOf } from '../harness/example-of.js';
import { apiDocument } from '../harness/fuzz/rest-requests.js';
import { type Kitchen, openKitchen } from '../harness/kitchen.js';
import { RECIPES } from '../harness/recipes.js';

const HOUSE_MS = 120_000;
const examples = readExamples();
/** After a change of a recipe: writes them anew, to be looked at. */
const isWriting = process.env['BARRY_WRITE_EXAMPLES'] === 'yes';
const written: Record<string, unknown> = {};
/** No house has two first admins: it is answered, but not as one would like. */
const REFUSED: ReadonlySet<string> = new Set(['UseAdminLink']);

interface Documented {
  readonly responses: Readonly<
    Record<string, { readonly content: Readonly<Record<string, { readonly schema: object }>> }>
  >;
}

describe('the document of the API', () => {
  let kitchen: Kitchen;
  const ajv = new Ajv2020({ strict: false, allErrors: true, discriminator: false });
  formats.default(ajv);
  ajv.addSchema({ $id: 'document', ...apiDocument });

  beforeAll(async () => {
    kitchen = await openKitchen();
  }, HOUSE_MS);
  afterAll(async () => {
    if (isWriting)
      writeFileSync(
        join(import.meta.dirname, '../../src/examples.json'),
        `${JSON.stringify(Object.fromEntries(Object.entries(written).toSorted()), null, 2)}\n`,
      );
    await kitchen.house.stop();
  });

  /** References lead into the whole document. */
  const schemaOf = (operation: Operation, status: string): ValidateFunction => {
    const path = `/api/v1${operation.path.replace(/:(\w+)/g, '{$1}')}`;
    const documented = apiDocument.paths[path]?.[operation.method.toLowerCase()] as Documented | undefined;
    const content = documented?.responses[status]?.content ?? {};
    const schema = Object.values(content)[0]?.schema;
    if (!schema) throw new Error(`${operation.rpc} does not say how it answers ${status}`);
    return ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"document#/')) as object);
  };

  it.each(allOperations.map((operation) => [operation.rpc, operation] as const))(
    '%s, asked for as in its example, is answered as it says',
    async (rpc, operation) => {
      const cooked = await RECIPES[rpc]?.(kitchen, kitchen.admin);
      if (!cooked) throw new Error(`There is no recipe for ${rpc}`);
      written[rpc] = exampleOf(cooked.input);
      if (!isWriting) expect(written[rpc]).toEqual(examples[rpc]);
      const by = cooked.by === undefined ? kitchen.admin : cooked.by;
      // Whoever signs out here must not sign out the one who asks for the rest.
      const token = rpc === 'SignOut' || rpc === 'ChangePassword' ? undefined : by?.token;
      const { status, body } = await callByRest(kitchen.house, operation, cooked.input, token);
      const isGood = status < 300;
      expect({ rpc, isGood }).toEqual({
        rpc,
        isGood: !REFUSED.has(rpc) && (token !== undefined || by === null),
      });
      const fits = schemaOf(operation, isGood ? String(status) : '4XX');
      fits(body);
      expect(fits.errors ?? []).toEqual([]);
    },
    30_000,
  );
});
