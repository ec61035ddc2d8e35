/** What ends a post that is not answered in time. */
export interface Deadline {
  readonly signal: AbortSignal;
  cancel(): void;
}

/** Why it did not arrive. A redirect is not followed: it would carry our proof to somebody else. */
export async function postFailure(
  url: string,
  body: Uint8Array,
  headers: Readonly<Record<string, string>>,
  deadline: Deadline,
): Promise<string | undefined> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: new Uint8Array(body),
      redirect: 'manual',
      signal: deadline.signal,
    });
    await response.body?.cancel();
    return response.ok ? undefined : `answered ${response.status}`;
  } catch (error) {
    return reasonOf(error);
  } finally {
    deadline.cancel();
  }
}

function reasonOf(error: unknown): string {
  const { cause, message } = error as {
    readonly cause?: { readonly code?: string };
    readonly message?: string;
  };
  return (cause?.code ?? message ?? 'a fault').slice(0, 200);
}
