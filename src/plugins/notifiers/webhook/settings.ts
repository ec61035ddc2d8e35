import { z } from 'zod';
import { label, secret } from '../../kit/index.js';

const MIN_SECRET_SIGNS = 16;

/** The operator's. */
export const Settings = z
  .strictObject({
    secret: secret({ en: 'Signing secret', ja: '署名用シークレット' }),
    privateHosts: z
      .array(
        z.string().regex(/^[\w.:-]+$/, 'a host name or an IP address, without https:// and without a port'),
      )
      .default([])
      .meta(
        label(
          { en: 'Hosts in our own network', ja: '社内ネットワークのホスト' },
          {
            en: 'Only these may have private or link-local addresses; whatever else leads inside is refused.',
            ja: 'プライベートアドレスやリンクローカルアドレスを許可するホスト。それ以外の内部宛ては拒否します。',
          },
        ),
      ),
    consoleUrl: z
      .url({ protocol: /^https?$/ })
      .optional()
      .meta(
        label(
          { en: 'Address of the console', ja: 'コンソールの URL' },
          {
            en: 'Put before links that name only a place in it.',
            ja: 'コンソール内の場所だけを示すリンクの前に付けます。',
          },
        ),
      ),
  })
  .refine((settings) => settings.secret.reveal().length >= MIN_SECRET_SIGNS, {
    path: ['secret'],
    message: `at least ${MIN_SECRET_SIGNS} signs: who guesses it can write in our name`,
  });
export type Settings = z.output<typeof Settings>;

/** A person types it. */
export const Target = z.strictObject({
  url: z
    .url({ protocol: /^https$/ })
    .refine((url) => !URL.parse(url)?.username && !URL.parse(url)?.password, 'without user name and password')
    .meta(label({ en: 'URL', ja: 'URL' })),
});
export type Target = z.output<typeof Target>;
