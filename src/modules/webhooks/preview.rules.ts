/** What browsers and their like say when they fetch what nobody has asked for yet. */
const SIGNALS = ['purpose', 'sec-purpose', 'x-purpose', 'x-moz'] as const;
const AHEAD_OF_TIME = /\b(?:prefetch|prerender|preview)\b/i;

/** Those that look at an address because it stands in a message: of chats, of social networks, of mail. */
const AGENTS = new RegExp(
  [
    'slackbot|slack-imgproxy|twitterbot|facebookexternalhit|facebot|meta-externalfetcher|line-poker|linkedinbot',
    'discordbot|telegrambot|whatsapp|skypeuripreview|microsoftpreview|bingpreview|mattermost|rocket\\.?chat',
    'chatwork|linkpreview|link-preview|embedly|iframely|pinterestbot|redditbot|viber|snapchat|vkshare',
    'googlebot|google-inspectiontool|googleimageproxy|google-safety|bingbot|applebot|yahoomailproxy',
    'mimecast|proofpoint|barracuda|urldefense|safelinks',
  ].join('|'),
  'i',
);

/** Whether an address was only looked at: no job has run that it could speak of. */
export const isPreview = (
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
): boolean =>
  SIGNALS.some((name) => AHEAD_OF_TIME.test(String(headers[name] ?? ''))) ||
  AGENTS.test(String(headers['user-agent'] ?? ''));
