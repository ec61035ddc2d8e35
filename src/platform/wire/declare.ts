import type { z } from 'zod';

export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** What one operation promises; both wires, the documents and the clients are made from it. */
export interface OperationSpec<Input extends z.ZodType = z.ZodType, Output extends z.ZodType = z.ZodType> {
  readonly summary: string;
  /** Below `/api/v1`, with `:name` segments that are fields of the input. */
  readonly http: `${HttpMethod} /${string}`;
  /** A right of the role table, or who else may come: `public` (nobody known), `signed-in`, `ring` (receipt token). */
  readonly allow: string;
  readonly input: Input;
  readonly output: Output;
  /** The audit action. With it the operation runs in one transaction that holds its audit row. */
  readonly audit?: string;
  /** Not counted against the caller's request rate: receipts, accept, decline, polls. */
  readonly unlimited?: boolean;
  /** Open to a token whatever it was given, as long as it is good. */
  readonly withoutScope?: boolean;
  readonly created?: boolean;
  /** `ring`: nobody who says "I'll take it" stands in the queue of the screens. The look at their credential too. */
  readonly pool?: 'ring';
}

export interface Operation<
  Input extends z.ZodType = z.ZodType,
  Output extends z.ZodType = z.ZodType,
> extends OperationSpec<Input, Output> {
  /** The proto package is `barry.<module>.v1`. */
  readonly module: string;
  readonly service: string;
  readonly rpc: string;
  readonly method: HttpMethod;
  readonly path: string;
}

export type Operations<Specs> = {
  readonly [Rpc in keyof Specs]: Specs[Rpc] extends OperationSpec<infer Input, infer Output>
    ? Operation<Input, Output>
    : never;
};

/** Declares a module's operations, in the order in which the documents list them. */
export function operations<const Specs extends Readonly<Record<string, OperationSpec>>>(
  module: string,
  service: string,
  specs: Specs,
): Operations<Specs> {
  const named = Object.entries(specs).map(([rpc, spec]) => {
    const [method, path] = spec.http.split(' ') as [HttpMethod, string];
    return [rpc, Object.freeze({ ...spec, module, service, rpc, method, path })] as const;
  });
  return Object.freeze(Object.fromEntries(named)) as unknown as Operations<Specs>;
}

export const isWrite = (operation: Operation): boolean => operation.method !== 'GET';
