const UTF_8 = new TextDecoder('utf-8', { fatal: true });

/** Text of a `ce-` header: quoted or not, percent-encoded as the binding asks, or raw as some SDKs send it. */
export function headerText(value: string): string {
  const text = rawText(value.trim());
  const [, quoted] = /^"(.*)"$/s.exec(text) ?? [];
  return percentDecoded(quoted === undefined ? text : quoted.replace(/\\(.)/gs, '$1'));
}

/** Servers read headers byte by byte: what is UTF-8 looks like other letters until it is put together again. */
function rawText(value: string): string {
  if (!/[\u0080-\u00ff]/.test(value) || /[^\u0000-\u00ff]/.test(value)) return value;
  try {
    return UTF_8.decode(Uint8Array.from(value, (sign) => sign.charCodeAt(0)));
  } catch {
    return value;
  }
}

/** A percent sign that encodes nothing stays one. */
const percentDecoded = (text: string): string =>
  text.replace(/(?:%[0-9a-f]{2})+/gi, (run) => {
    try {
      return decodeURIComponent(run);
    } catch {
      return run;
    }
  });
