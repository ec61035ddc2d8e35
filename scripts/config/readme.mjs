import { isMap, parseDocument } from 'yaml';

const HEAD = `# Settings

This page is generated from the schema and from \`default.yaml\` (\`npm run config:readme\`); a test compares them.

Three layers, the later wins: \`config/default.yaml\`, the file that \`BARRY_CONFIG\` names, the environment.
A wrong or unknown setting stops the start with exit code 78 and the name of every mistake; \`npm run config:check\`
looks without starting anything. In lists of notifiers one value can be set from the environment:
\`BARRY_NOTIFIERS_0_SETTINGS_AUTH_TOKEN\` is \`notifiers[0].settings.authToken\`. The same goes for
\`BARRY_WATCH_PEERS_0_SECRET\` and \`BARRY_WATCH_WATCHED_0_SECRET\`.

| setting | type | default | environment | |
|---|---|---|---|---|
`;

/**
 * @param {{ schema: object, defaults: string, names: Readonly<Record<string, string>> }} sources the JSON Schema of the
 * settings, the text of default.yaml, and which variable sets which path
 */
export function settingsReadme({ schema, defaults, names }) {
  const variables = new Map(Object.entries(names).map(([variable, path]) => [path, variable]));
  const rows = leaves(parseDocument(defaults).contents, schema).map(({ path, value, comment, type }) => {
    const variable = variables.has(path) ? `\`${variables.get(path)}\`` : '';
    return `| \`${path}\` | ${type} | \`${JSON.stringify(value)}\` | ${variable} | ${comment} |`;
  });
  return `${HEAD}${rows.join('\n')}\n`;
}

/** A comment above a group belongs to its first setting. */
function leaves(map, schema, path = [], inherited = '') {
  return map.items.flatMap(({ key, value }, index) => {
    const here = [...path, key.value];
    const own = words(key.commentBefore ?? (index === 0 ? map.commentBefore : undefined));
    const comment = own || (index === 0 ? inherited : '');
    const inner = schema.properties?.[key.value];
    if (!inner) throw new Error(`${here.join('.')} stands in default.yaml, but not in the schema`);
    if (isMap(value) && inner.properties) return leaves(value, inner, here, comment);
    return [{ path: here.join('.'), value: value.toJSON(), comment, type: typeOf(inner) }];
  });
}

const words = (comment) =>
  (comment ?? '')
    .replace(/\s*\n\s*/g, ' ')
    .replace(/[|<]/g, '\\$&')
    .trim();

function typeOf({ type, enum: choices, items, minimum, maximum }) {
  if (choices) return choices.join(', ');
  if (type === 'array') return `list of ${items?.enum ? typeOf(items) : (items?.type ?? 'values')}`;
  const limits = [minimum, maximum].filter(
    (limit) => Number.isSafeInteger(limit) && Math.abs(limit) < 2 ** 53 - 1,
  );
  return limits.length === 2 ? `${type} ${limits[0]}–${limits[1]}` : type;
}
