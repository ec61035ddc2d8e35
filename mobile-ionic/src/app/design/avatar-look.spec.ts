import { describe, expect, it } from '@jest/globals';
import { avatarLook, initials } from './avatar-look';

describe('an avatar', () => {
  it.each([
    ['Marc Keller', 'MK'],
    ['佐藤 美咲', '佐'],
    ['barry', 'BA'],
    ['  ', '?'],
  ])('of %s shows %s', (name, text) => {
    expect(initials(name)).toBe(text);
  });

  it('looks the same for the same id, whatever the name becomes', () => {
    expect(avatarLook('id-1', 'Old Name').colour).toBe(avatarLook('id-1', 'New Name').colour);
  });
});
