import { jsonLines } from './json-lines';

describe('a delivery as coloured lines', () => {
  const body = '{"status":"firing","n":1,"list":["a",{"b":"x\\"y"}]}';

  it('is laid out, and nothing of it is lost', () => {
    const text = jsonLines(body, new Map())
      .map((line) => line.map((part) => part.text).join(''))
      .join('\n');
    expect(JSON.parse(text)).toEqual(JSON.parse(body));
  });

  it('marks the value that was read', () => {
    const marked = jsonLines(
      body,
      new Map([
        ['firing', 2],
        ['x"y', 3],
      ]),
    )
      .flat()
      .filter((part) => part.mark !== undefined);
    expect(marked.map((part) => [part.text, part.mark])).toEqual([
      ['"firing"', 2],
      ['"x\\"y"', 3],
    ]);
  });

  it('shows what is no JSON as it came', () => {
    expect(jsonLines('half {', new Map())).toEqual([[{ look: 'plain', text: 'half {' }]]);
  });
});
