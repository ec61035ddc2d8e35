/**
 * Of every picture that we serve. Opened as a page it is shut in a room of its own: no script, no form, nothing from
 * elsewhere. Console and app may show it from any of the installation's domains.
 */
export const PICTURE_HEADERS = {
  'content-security-policy': "sandbox; default-src 'none'; style-src 'unsafe-inline'",
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'cross-origin',
} as const;
