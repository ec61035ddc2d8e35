import { z } from 'zod';
import { label, secret } from '../../kit/index.js';

const Address = z.email('write one address, like barry@example.jp').max(254);

/** The operator's. */
export const Settings = z
  .strictObject({
    host: z
      .string()
      .regex(/^[\w.:-]+$/, 'a host name or an IP address, without smtp://')
      .meta(label({ en: 'Mail server', ja: 'メールサーバー' })),
    port: z
      .int()
      .min(1)
      .max(65_535)
      .optional()
      .meta(
        label(
          { en: 'Port', ja: 'ポート' },
          {
            en: 'Default: 587 with starttls, 465 with tls, 25 with none.',
            ja: '既定値：starttls は 587、tls は 465、none は 25。',
          },
        ),
      ),
    security: z
      .enum(['starttls', 'tls', 'none'])
      .default('starttls')
      .meta(
        label(
          { en: 'Encryption', ja: '暗号化' },
          {
            en: 'starttls is insisted on: a server that does not offer it gets nothing.',
            ja: 'starttls は必須として扱います。対応していないサーバーには送信しません。',
          },
        ),
      ),
    user: z
      .string()
      .min(1)
      .optional()
      .meta(label({ en: 'User name', ja: 'ユーザー名' })),
    password: secret({ en: 'Password', ja: 'パスワード' }).optional(),
    from: Address.meta(
      label(
        { en: 'Sender', ja: '差出人' },
        {
          en: 'An address that the mail server lets this user write from.',
          ja: 'このユーザーでの送信がメールサーバーに許可されているアドレス。',
        },
      ),
    ),
    fromName: z
      .string()
      .max(100)
      .regex(/^\P{Cc}*$/u, 'control characters cannot stand in a name')
      .default('Barry')
      .meta(label({ en: 'Name of the sender', ja: '差出人名' })),
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
  .refine(({ user, password }) => (user === undefined) === (password === undefined), {
    path: ['password'],
    message: 'user name and password come together',
  })
  .refine(({ security, password }) => security !== 'none' || password === undefined, {
    path: ['security'],
    message: 'a password is not sent without encryption',
  });
export type Settings = z.output<typeof Settings>;

/** A person types it. */
export const Target = z.strictObject({
  address: Address.meta(label({ en: 'E-mail address', ja: 'メールアドレス' })),
});
export type Target = z.output<typeof Target>;

const PORTS = { starttls: 587, tls: 465, none: 25 } as const;
export const portOf = ({ port, security }: Pick<Settings, 'port' | 'security'>): number =>
  port ?? PORTS[security];
