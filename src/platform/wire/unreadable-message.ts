import type { MethodDefinition, PackageDefinition } from '@grpc/proto-loader';

const UNREADABLE = Symbol('unreadable');

export const isUnreadable = (message: unknown): boolean =>
  typeof message === 'object' && message !== null && UNREADABLE in message;

/**
 * Bytes that are no such message are a fault of who sent them. The library would call it INTERNAL, which is ours, and
 * answer before anybody has asked who it is; so it is let through, and refused with everything else that is not valid.
 */
export function letUnreadableThrough(definition: PackageDefinition): void {
  for (const one of Object.values(definition)) {
    if ('format' in one) continue;
    for (const method of Object.values(one)) tolerate(method);
  }
}

function tolerate(method: MethodDefinition<object, object>): void {
  const read = method.requestDeserialize;
  method.requestDeserialize = (bytes) => {
    try {
      return read(bytes);
    } catch {
      return { [UNREADABLE]: true };
    }
  };
}
