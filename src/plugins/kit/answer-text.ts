/** No gateway has more to say; somebody who does would be read until memory ends. */
const MAX_BYTES = 1_000_000;

/**
 * The text of an answer, and of one that does not end its first part: what a gateway says is never cut, and what is cut
 * is read as no gateway's.
 */
export async function answerText(response: Response, maxBytes = MAX_BYTES): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    text += decoder.decode(chunk, { stream: true });
    bytes += chunk.length;
    // Leaving the loop lets go of the connection.
    if (bytes >= maxBytes) return text;
  }
  return text + decoder.decode();
}

/** A document for people, in the place of an answer for programs: a sign-in, a captive portal, a proxy's apology. */
export const isPage = (text: string): boolean =>
  /^(\uFEFF|\s|<\?xml[^>]*>|<!--[^>]*>)*<(!doctype|html|head|body|script|meta|title)\b/i.test(
    text.slice(0, 1000),
  );
