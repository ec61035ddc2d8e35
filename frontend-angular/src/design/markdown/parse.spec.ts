import { parseInline, parseMarkdown } from './parse';

describe('what people write in comments', () => {
  it('becomes paragraphs, lists, quotes, headings and code', () => {
    const blocks = parseMarkdown(
      '# Facts\nall on **one** HBA\n\n- a\n- b\n\n> said\n```\nceph osd set noout\n```',
    );
    expect(blocks.map((block) => block.kind)).toEqual(['heading', 'paragraph', 'list', 'quote', 'code']);
    expect(blocks[4]).toEqual({ kind: 'code', text: 'ceph osd set noout' });
  });

  it('finds bold, code, links and mentions in a line', () => {
    expect(parseInline('see `osd.112` **now**, @伊藤 https://example.org/a_b.')).toEqual([
      { kind: 'text', text: 'see ' },
      { kind: 'code', text: 'osd.112' },
      { kind: 'text', text: ' ' },
      { kind: 'bold', text: 'now' },
      { kind: 'text', text: ', ' },
      { kind: 'mention', text: '@伊藤' },
      { kind: 'text', text: ' ' },
      { kind: 'link', text: 'https://example.org/a_b', url: 'https://example.org/a_b' },
      { kind: 'text', text: '.' },
    ]);
  });

  it('never makes a link of anything but http', () => {
    expect(parseInline('[x](javascript:alert(1))').every((part) => part.kind === 'text')).toBe(true);
  });

  it('goes on counting after what stands between two items', () => {
    const [first, , second] = parseMarkdown('1. add this\n```\nurl: x\n```\n2. reload\n3. try it');
    expect([first, second]).toMatchObject([
      { ordered: true, start: 1 },
      { ordered: true, start: 2, items: [[{ text: 'reload' }], [{ text: 'try it' }]] },
    ]);
  });

  it('reads a table, without the line under its head', () => {
    expect(parseMarkdown('| Field | Value |\n|---|:--|\n| URL | `x` |')).toEqual([
      {
        kind: 'table',
        rows: [
          [[{ kind: 'text', text: 'Field' }], [{ kind: 'text', text: 'Value' }]],
          [[{ kind: 'text', text: 'URL' }], [{ kind: 'code', text: 'x' }]],
        ],
      },
    ]);
  });

  it('keeps an unfinished code block as code', () => {
    expect(parseMarkdown('```\nhalf')).toEqual([{ kind: 'code', text: 'half' }]);
  });

  it('leaves e-mail addresses and snake_case alone', () => {
    expect(parseInline('ops@example.org 3 * 4 * 5')).toEqual([
      { kind: 'text', text: 'ops@example.org 3 * 4 * 5' },
    ]);
  });
});
