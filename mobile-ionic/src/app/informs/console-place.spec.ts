import { describe, expect, it } from '@jest/globals';
import { consolePlace } from './console-place';

describe('where an inform leads', () => {
  it('is the console for how the engine stands, and the app for everything else', () => {
    expect(consolePlace('/engine', 'https://a.example')).toBe('https://a.example/engine');
    expect(consolePlace('/escalations/e1', 'https://a.example')).toBeUndefined();
    expect(consolePlace('/engines', 'https://a.example')).toBeUndefined();
  });
});
