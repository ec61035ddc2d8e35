import { z } from 'zod';
import { secret } from '../../kit/index.js';

const Address = z.email('write one address, like barry@example.jp').max(254);

/** The operator's. */
export const Settings = z
  .strictObject({
    host: z
      .string()
      .regex(/^[\w.:-]+$/, 'a host name or an IP address, without smtp://')
      .meta({ title: 'Mail server' }),
    port: z.int().min(1).max(65_535).optional().meta({
      title: 'Port',
      description: 'Default: 587 with starttls, 465 with tls, 25 with none.',
    }),
    security: z.enum(['starttls', 'tls', 'none']).default('starttls').meta({
      title: 'Encryption',
      description: 'starttls is insisted on: a server that does not offer it gets nothing.',
    }),
    user: z.string().min(1).optional().meta({ title: 'User name' }),
    password: secret('Password').optional(),
    from: Address.meta({
      title: 'Sender',
      description: 'An address that the mail server lets this user write from.',
    }),
    fromName: z
      .string()
      .max(100)
      .regex(/^\P{Cc}*$/u, 'control characters cannot stand in a name')
      .default('Barry')
      .meta({ title: 'Name of the sender' }),
    consoleUrl: z
      .url({ protocol: /^https?$/ })
      .optional()
      .meta({
        title: 'Address of the console',
        description: 'Put before links that name only a place in it.',
      }),
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
export const Target = z.strictObject({ address: Address.meta({ title: 'E-mail address' }) });
export type Target = z.output<typeof Target>;

const PORTS = { starttls: 587, tls: 465, none: 25 } as const;
export const portOf = ({ port, security }: Pick<Settings, 'port' | 'security'>): number =>
  port ?? PORTS[security];
