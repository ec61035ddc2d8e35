/** The notifiers that bring news to rooms, and what each calls the address that somebody pastes. */
const FIELDS: Readonly<Record<string, (text: string) => string>> = {
  slack: (text) => (text.startsWith('https:') ? 'webhookUrl' : 'channel'),
  mattermost: () => 'hookKey',
  teams: () => 'url',
  webhook: () => 'url',
  email: () => 'address',
};

export const bringsNews = (plugin: string): boolean => plugin in FIELDS;

export function roomTarget(plugin: string, text: string): Record<string, string> {
  const given = text.trim();
  const field = FIELDS[plugin]?.(given) ?? 'url';
  // People copy the whole address of the webhook; Mattermost's key is its last part.
  return { [field]: field === 'hookKey' ? (given.split('/hooks/').at(-1) ?? given) : given };
}
