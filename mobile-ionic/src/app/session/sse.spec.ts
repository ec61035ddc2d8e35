import { describe, expect, it } from '@jest/globals';
import { SseReader } from './sse';

describe('server-sent events', () => {
  it('are read out of pieces of any size', () => {
    const text = ': beat\n\nid: 7\nevent: ring.changed\ndata: {"kind":\ndata: "ring.changed"}\n\n';
    const reader = new SseReader();
    const messages = [...text].flatMap((character) => reader.push(character));
    expect(messages).toEqual([{ id: '7', event: 'ring.changed', data: '{"kind":\n"ring.changed"}' }]);
  });

  it('may end their lines with a carriage return as well', () => {
    expect(new SseReader().push('id: 1\r\ndata: x\r\n\r\n')).toEqual([
      { id: '1', event: 'message', data: 'x' },
    ]);
  });
});
