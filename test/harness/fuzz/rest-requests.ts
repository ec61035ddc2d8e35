import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { jsonOf, oddText, oddValue } from './odd-values.js';
import { type ApiSchema, type Fault, fault, fitting, type Schemas, spoilt } from './schema-values.js';

/** As it leaves, but for the ids that stand in it by name. */
export interface RestRequest {
  readonly operationId: string;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** As `latin1`, where it is no text. */
  readonly isBinary?: boolean;
}

interface ApiParameter {
  readonly name: string;
  readonly in: 'path' | 'query';
  readonly required: boolean;
  readonly schema: ApiSchema;
}
interface ApiOperation {
  readonly operationId: string;
  readonly parameters: readonly ApiParameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: ApiSchema }>> };
}
export interface ApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, ApiOperation>>>>;
  readonly components: { readonly schemas: Schemas };
}

export const apiDocument = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../docs/openapi.json'), 'utf8'),
) as ApiDocument;

/** Any request to any operation of the document: as it should be, a little wrong, or nothing of the kind. */
export function restRequests(
  { paths, components }: ApiDocument,
  samples: ReadonlyMap<string, Sample>,
): fc.Arbitrary<RestRequest> {
  const all = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) =>
      toOperation({ path, method: method.toUpperCase(), operation }, components.schemas, samples),
    ),
  );
  return fc.oneof(...all);
}

/** What would be answered, as one object. */
type Sample = Readonly<Record<string, unknown>>;
interface Place {
  readonly path: string;
  readonly method: string;
  readonly operation: ApiOperation;
}

function toOperation(
  { path, method, operation }: Place,
  schemas: Schemas,
  samples: ReadonlyMap<string, Sample>,
): fc.Arbitrary<RestRequest> {
  const sample = samples.get(operation.operationId) ?? {};
  const parameters = operation.parameters.map((one): readonly [ApiParameter, fc.Arbitrary<unknown>] => [
    one,
    fitting(one.schema, schemas, one.name),
  ]);
  const values = fc.record(Object.fromEntries(parameters.map(([{ name }, value]) => [name, value])), {
    requiredKeys: parameters.filter(([{ required }]) => required).map(([{ name }]) => name),
  });
  const schema = operation.requestBody?.content['application/json']?.schema;
  const bodyOf = (whole: Sample): Sample =>
    Object.fromEntries(Object.entries(whole).filter(([name]) => !path.includes(`{${name}}`)));
  const body = schema
    ? fc.oneof(fitting(schema, schemas), fc.constant(bodyOf(sample)))
    : fc.constant(undefined);
  return fc
    .record({
      values: fc.oneof(values, fc.constant(sample)),
      body,
      pathFault: rarely(fc.tuple(fc.nat(9), oddText)),
      queryFault: rarely(queryFault),
      faults: fc.oneof(fc.constant([]), fc.array(fault, { minLength: 1, maxLength: 3 })),
      form: rarely(form),
      headers: rarely(strangeHeaders),
      method: rarely(fc.constantFrom('HEAD', 'OPTIONS', 'PUT', 'DELETE', 'PATCH', 'POST', 'GET', 'TRACE')),
      trick: rarely(trick),
    })
    .map((made) => {
      const inQuery = operation.parameters.filter((one) => one.in === 'query').map(({ name }) => name);
      const filled = filledPath(path, made.values, made.pathFault);
      const query = queryOf(inQuery, made.values, made.queryFault);
      return {
        operationId: operation.operationId,
        method: made.method ?? method,
        path: made.trick ? made.trick(filled + query) : filled + query,
        headers: { ...made.headers },
        ...bodyPart(made.body, made.faults, made.form),
      };
    });
}

/** One in eight. */
const rarely = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.oneof({ weight: 7, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: value });

function filledPath(
  path: string,
  values: Readonly<Record<string, unknown>>,
  odd: readonly [number, string] | undefined,
): string {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  const spoiled = odd ? names[odd[0] % Math.max(1, names.length)] : undefined;
  return path.replace(/\{(\w+)\}/g, (_, name: string) =>
    name === spoiled ? escaped(odd?.[1] ?? '') : escaped(String(values[name])),
  );
}

const queryFault = fc.record({
  kind: fc.constantFrom('twice', 'list', 'nested', 'bare', 'odd', 'long', 'raw'),
  name: fc.nat(9),
  value: oddText,
});

function queryOf(
  names: readonly string[],
  values: Readonly<Record<string, unknown>>,
  odd: { readonly kind: string; readonly name: number; readonly value: string } | undefined,
): string {
  const pairs = names
    .filter((name) => values[name] !== undefined)
    .map((name) => `${name}=${escaped(String(values[name]))}`);
  if (odd) {
    const name = names[odd.name % Math.max(1, names.length)] ?? '__proto__';
    const value = escaped(odd.value);
    if (odd.kind === 'twice') pairs.push(`${name}=1`, `${name}=${value}`);
    if (odd.kind === 'list') pairs.push(`${name}[]=${value}`, `${name}[0]=${value}`);
    if (odd.kind === 'nested') pairs.push(`${name}[a][b]=${value}`, `__proto__[x]=${value}`);
    if (odd.kind === 'bare') pairs.push(name, '', '=', '&');
    if (odd.kind === 'odd') pairs.push(`${name}=${value}`);
    if (odd.kind === 'long') pairs.push(`${name}=${'x'.repeat(6_000)}`);
    if (odd.kind === 'raw') pairs.push(`${name}=%C3%28%ZZ%`);
  }
  return pairs.length > 0 ? `?${pairs.join('&')}` : '';
}

/** A lone surrogate has no form in an address: its three bytes are sent as they are. */
const escaped = (text: string): string =>
  text.replace(/[^A-Za-z0-9_.~-]/gu, (c) =>
    c.isWellFormed()
      ? encodeURIComponent(c).replace(/[!'()*]/g, (d) => `%${d.charCodeAt(0).toString(16)}`)
      : '%ED%A0%80',
  );

type Trick = (path: string) => string;
const trick: fc.Arbitrary<Trick> = fc.constantFrom<Trick>(
  (path) => path.replace('/api/v1', '/api//v1'),
  (path) => path.replace('/api/v1', '/api/v1/../v1'),
  (path) => path.replace('/api/v1', '/API/V1'),
  (path) => path.replace('/api/v1', '/api/v1/%2e%2e/%2e%2e'),
  (path) => path.replace('/api/v1/', '/api/v1%2f'),
  (path) => path.replace('/api/v1', '/app/..%2fapi/v1'),
  (path) => path.replace(/(\?|$)/, '/$1'),
  (path) => path.replace(/(\?|$)/, '%00$1'),
  (path) => path.replace(/(\?|$)/, ';x=1$1'),
  (path) => path.replace(/(\?|$)/, '.json$1'),
  (path) => `${path}#fragment`,
  (path) => `http://elsewhere.example${path}`,
  (path) => path.replace(/(\?|$)/, `/${'a/'.repeat(900)}$1`),
);

const form = fc.record({
  kind: fc.constantFrom('cut', 'twice', 'bytes', 'bom', 'bare', 'none', 'proto', 'blank'),
  value: oddValue,
});

function bodyPart(
  body: unknown,
  faults: readonly Fault[],
  odd: { readonly kind: string; readonly value: unknown } | undefined,
): Pick<RestRequest, 'body' | 'isBinary'> {
  if (body === undefined && !odd) return {};
  const json = jsonOf(faults.reduce(spoilt, body ?? {}) ?? null);
  switch (odd?.kind) {
    case 'cut':
      return { body: json.slice(0, Math.ceil(json.length / 2)) };
    case 'twice':
      return { body: json.replace(/^\{/, '{"version":1,"version":2,"name":"a","name":[],') };
    case 'bytes':
      return { body: `{"name":"\xC3\x28\xFF\xFE\x00"}`, isBinary: true };
    case 'bom':
      return { body: `\uFEFF${json}` };
    case 'bare':
      return { body: jsonOf(odd.value) };
    case 'proto':
      return { body: json.replace(/^\{/, '{"__proto__":{"isAdmin":true},"constructor":{"prototype":{}},') };
    case 'none':
      return {};
    case 'blank':
      return { body: ' ' };
    default:
      return { body: json };
  }
}

const strangeHeaders: fc.Arbitrary<Readonly<Record<string, string>>> = fc.oneof(
  fc.constantFrom<Readonly<Record<string, string>>>(
    { 'content-type': 'text/plain' },
    { 'content-type': 'application/xml' },
    { 'content-type': 'application/x-www-form-urlencoded' },
    { 'content-type': 'multipart/form-data; boundary=x' },
    { 'content-type': 'application/json; charset=utf-16' },
    { 'content-type': ';' },
    { 'content-encoding': 'gzip' },
    { authorization: 'Basic YWRtaW46YWRtaW4=' },
    { authorization: 'Bearer' },
    { authorization: `Bearer ${'x'.repeat(5_000)}` },
    { authorization: 'Bearer barry_t_\xFF' },
    { authorization: "Bearer ' or 1=1 --" },
    { cookie: 'barry_session=x; barry_session=y; ;;=' },
    { cookie: `barry_session=${'x'.repeat(4_000)}` },
    { 'idempotency-key': 'x'.repeat(129) },
    { 'idempotency-key': 'same-for-everything' },
    { 'idempotency-key': '\xFF' },
    { 'x-forwarded-for': '127.0.0.1, ::1, x' },
    { 'x-http-method-override': 'DELETE' },
    { host: 'elsewhere.example:1' },
    { origin: 'https://elsewhere.example', 'access-control-request-method': 'DELETE' },
    { 'accept-encoding': 'br;q=x', accept: 'application/x', 'accept-language': 'x'.repeat(3_000) },
    { range: 'bytes=0-0,-1', 'if-none-match': '*', 'if-modified-since': 'x' },
    { 'user-agent': 'x'.repeat(3_000) },
    { expect: 'x' },
  ),
);
