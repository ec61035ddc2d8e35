import { countDifferent, fieldsOf, withField } from './option-fields';

const severity = { type: 'string', enum: ['critical', 'high'] };
const SCHEMA = {
  type: 'object',
  required: ['from'],
  properties: {
    from: { type: 'string', title: 'Text', maxLength: 500 },
    secret: { type: 'string', writeOnly: true, format: 'password', title: 'HMAC secret' },
    level: { ...severity, default: 'high' },
    checks: { type: 'boolean', default: true },
    port: { type: 'integer', default: 25 },
    tags: { type: 'array', items: { type: 'string' }, default: ['service'] },
    severities: { type: 'object', additionalProperties: severity, description: 'Words' },
    labels: { type: 'object', additionalProperties: { type: 'string' } },
    inner: { type: 'object', properties: { deep: { type: 'string' } } },
    tables: {
      type: 'object',
      propertyNames: { enum: ['title', 'host'] },
      additionalProperties: { type: 'object', properties: { otherwise: { type: 'string' } } },
    },
    odd: { anyOf: [{ type: 'string' }, { type: 'number' }] },
  },
};

describe('the form of a plugin’s options', () => {
  it('is drawn from its JSON Schema', () => {
    const fields = fieldsOf(SCHEMA, 'en');
    expect(fields.map(({ name, kind }) => [name, kind])).toEqual([
      ['from', 'text'],
      ['secret', 'text'],
      ['level', 'choice'],
      ['checks', 'switch'],
      ['port', 'number'],
      ['tags', 'list'],
      ['severities', 'table'],
      ['labels', 'table'],
      ['inner', 'group'],
      ['tables', 'groups'],
      ['odd', 'json'],
    ]);
    expect(fields[0]).toMatchObject({ title: 'Text', isRequired: true, most: 500 });
    expect(fields[1]).toMatchObject({ isSecret: true, isRequired: false });
    expect(fields[2]).toMatchObject({ title: 'level', initial: 'high', choices: ['critical', 'high'] });
    expect(fields[6]).toMatchObject({ hint: 'Words', choices: ['critical', 'high'] });
    expect(fields[7]).toMatchObject({ choices: undefined });
    expect(fields[9]).toMatchObject({ names: ['title', 'host'], fields: [{ name: 'otherwise' }] });
  });

  it('speaks the language of its reader, and marks what is English all the same', () => {
    const inBoth = { ...severity, title: 'Level', description: 'How bad', 'x-ja': { title: '重大度' } };
    const schema = { properties: { level: inBoth, map: { type: 'object', properties: { level: inBoth } } } };
    const [level, map] = fieldsOf(schema, 'ja');
    expect(level).toMatchObject({ title: '重大度', titleLang: null, hint: 'How bad', hintLang: 'en' });
    expect(map).toMatchObject({ title: 'map', titleLang: 'en', fields: [{ title: '重大度' }] });
    expect(fieldsOf(schema, 'en')[0]).toMatchObject({ title: 'Level', titleLang: null, hintLang: null });
  });

  it('draws nothing of what is no schema', () => {
    expect(fieldsOf(undefined, 'en')).toEqual([]);
    expect(fieldsOf('x', 'en')).toEqual([]);
  });

  it('changes one field and leaves the others, and their order, alone', () => {
    const options = { a: '1', b: '2', c: '3' };
    expect(Object.entries(withField(options, 'b', 'x'))).toEqual([
      ['a', '1'],
      ['b', 'x'],
      ['c', '3'],
    ]);
    expect(withField(options, 'b', '')).toEqual({ a: '1', c: '3' });
    expect(withField(options, 'b', {})).toEqual({ a: '1', c: '3' });
    // An empty list says "none", which a default would not.
    expect(withField(options, 'b', [])).toEqual({ a: '1', b: [], c: '3' });
    expect(withField(options, 'd', false)).toEqual({ ...options, d: false });
    expect(withField(options, 'd', undefined)).toEqual(options);
    expect(countDifferent(options, { a: '1', b: 'x', d: [] })).toBe(3);
  });
});
