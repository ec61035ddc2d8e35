/**
 * The address with a path that can be decoded. Senders write a percent sign as it is, and bytes of older alphabets: the
 * router would refuse such a request before anybody has looked what it says.
 */
export function readableUrl(url: string): string {
  const end = url.indexOf('?');
  const path = end === -1 ? url : url.slice(0, end);
  if (!path.includes('%') || isDecodable(path)) return url;
  const stray = path.replace(/%(?![0-9a-f]{2})/gi, '%25');
  const readable = isDecodable(stray) ? stray : path.replaceAll('%', '%25');
  return end === -1 ? readable : readable + url.slice(end);
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}
