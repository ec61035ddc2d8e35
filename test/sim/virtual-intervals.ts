interface Polling {
  every(ms: number, act: () => void): void;
}

const real = globalThis.setInterval;

/** The house polls by the machine's intervals, in one place: what asks for one meanwhile gets it in the world's time. */
export function intervalsOf(whose: Polling, work: () => void): void {
  put((act, ms) => whose.every(ms, act));
  work();
  globalThis.setInterval = real;
}

/** What is tidied up by and by is no part of it: those never fire. */
export async function withoutIntervals<T>(work: () => Promise<T>): Promise<T> {
  put(() => undefined);
  try {
    return await work();
  } finally {
    globalThis.setInterval = real;
  }
}

function put(set: (act: () => void, ms: number) => void): void {
  globalThis.setInterval = set as unknown as typeof setInterval;
}
