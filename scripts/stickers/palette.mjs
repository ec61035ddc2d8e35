/** Values of tokens.css: a sticker is a file of its own and cannot read the variables of its page. */
export const C = {
  cream: '#fff4e3',
  white: '#fff',
  brown: '#8a5a33',
  dark: '#3b2a20',
  hoop: '#5e3a1e',
  orange: '#c8642a',
  red: '#d2342d',
  // The collar over cream.
  tongue: '#ee8f86',
  sky: '#6ea8ff',
  alpine: '#1d5fd1',
  snow: '#e5eefc',
  fir: '#12703c',
  moon: '#f2c744',
};
