import { describe, expect, it } from '@jest/globals';
import { svgFaults, svgIds } from './svg.rules.js';

const svg = (inside: string, more = ''): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"${more}><title>A &amp; B</title>${inside}</svg>\n`;
const faults = (inside: string, more?: string): readonly string[] => svgFaults(svg(inside, more), 1000);

describe('a picture of ours', () => {
  it('may hold shapes, and use its own parts again', () => {
    expect(
      faults('<defs><g id="dog"><path fill="#fff" d="M0 0h4"/></g></defs><use href="#dog" stroke="#000"/>'),
    ).toEqual([]);
    expect(
      faults('<clipPath id="c"><rect width="9" height="9"/></clipPath><g clip-path="url(#c)"></g>'),
    ).toEqual([]);
  });

  it.each([
    ['a script', '<script>alert(1)</script>'],
    ['a script in other letters', '<SCRIPT/>'],
    ['what acts', '<path onload="alert(1)" d="M0 0"/>'],
    ['HTML', '<foreignObject><div/></foreignObject>'],
    ['a style', '<style>*{}</style>'],
    ['a style of one part', '<path style="fill:red"/>'],
    ['an animation', '<animate attributeName="href"/>'],
    ['a picture in the picture', '<image href="#a"/>'],
    ['a link', '<a href="#a"/>'],
    ['a part of another file', '<use href="other.svg#dog"/>'],
    ['an address that acts', '<use href="javascript:alert(1)"/>'],
    ['an address in old writing', '<use xlink:href="#a"/>'],
    ['data', '<use href="data:image/svg+xml,x"/>'],
    ['paint from elsewhere', '<path fill="url(https://a.example/b#c)"/>'],
    ['paint from elsewhere, without a scheme', '<path fill="url(//a.example/b)"/>'],
    ['an entity', '<text>&boom;</text>'],
    ['an entity in an attribute', '<use href="&#106;avascript:alert(1)"/>'],
    ['a comment', '<!-- x -->'],
    ['words without a place', 'hello'],
    ['a part that is not there', '<use href="#nobody"/>'],
    ['one id twice', '<g id="a"/><g id="a"/>'],
    ['two titles', '<title>again</title>'],
    ['an unquoted attribute', '<path d=M0/>'],
    ['a part that never ends', '<g>'],
    ['an end without a beginning', '</g>'],
    ['a second picture inside', '<svg viewBox="0 0 1 1"/>'],
  ])('may not hold %s', (_, inside) => {
    expect(faults(inside)).not.toEqual([]);
  });

  it.each([
    ['a document type', `<!DOCTYPE svg [<!ENTITY a "b">]>${svg('')}`],
    ['a processing instruction', `<?xml version="1.0"?>${svg('')}`],
    ['something after it', `${svg('')}<g/>`],
    ['no title', '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"></svg>'],
    ['no viewBox', '<svg xmlns="http://www.w3.org/2000/svg" width="24"><title>A</title></svg>'],
    ['nothing in it', ''],
  ])('is refused with %s', (_, text) => {
    expect(svgFaults(text, 1000)).not.toEqual([]);
  });

  it('is refused for each reason alone', () => {
    expect(faults('<path onload="go" d="M0 0"/>')).toEqual(['attribute onload']);
    expect(faults('<g id="dog"/><use href="other.svg#dog"/>')).toEqual(['href other.svg#dog']);
    expect(faults('<path fill="a:b"/>')).toEqual(['fill a:b']);
    expect(svgFaults(`${svg('')}<!-- x -->`, 1000)).toEqual(['not understood: <!-- x -->']);
    expect(svgFaults(svg('').replace('</svg>', ''), 1000)).toEqual(['not closed: svg']);
    expect(svgFaults(svg('').replace('xmlns="http://www.w3.org/2000/svg" ', ''), 1000)).toEqual([
      'has no namespace',
    ]);
  });

  it('is no larger than it may be, counted in bytes', () => {
    const text = svg('<text>日本語</text>');
    expect(svgFaults(text, text.length + 6)).toEqual([]);
    expect(svgFaults(text, text.length + 5)).toHaveLength(1);
  });

  it('says its ids', () => {
    expect(svgIds(svg('<g id="a"/><path id="b"/>'))).toEqual(['a', 'b']);
  });
});
