import type { RingPush } from '../../kit/index.js';

/** RFC 8030 promises 4096 bytes; the encryption takes 103 of them. */
const MAX_BYTES = 3993;

/** A push as JSON. A long text is cut rather than refused: the device fetches the whole of it once it is awake. */
export function fitted(push: RingPush): string {
  const whole = JSON.stringify(push);
  if (Buffer.byteLength(whole) <= MAX_BYTES) return whole;
  return [1000, 400, 100]
    .map((length) => JSON.stringify(shortened(push, length)))
    .reduce((best, next) => (Buffer.byteLength(best) <= MAX_BYTES ? best : next));
}

function shortened(push: RingPush, length: number): RingPush {
  switch (push.kind) {
    case 'ring':
    case 'update':
      return { ...push, card: { ...push.card, title: cut(push.card.title, length) } };
    case 'inform':
      return { ...push, title: cut(push.title, length), body: cut(push.body, length) };
    case 'test':
      return { ...push, body: cut(push.body, length) };
    case 'cancel':
      return push;
  }
}

const cut = (text: string, length: number): string => {
  // Not in the middle of a pair: half a sign is shown as a box.
  const head = text.slice(0, length - 1).replace(/[\uD800-\uDBFF]$/, '');
  return text.length > length ? `${head}…` : text;
};
