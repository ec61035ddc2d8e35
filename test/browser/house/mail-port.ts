const KEY = 'BARRY_BROWSER_MAIL_PORT';

/** Where the product sends its mails; a test that wants to read them listens there. */
export function keepMailPort(port: number): void {
  process.env[KEY] = String(port);
}

export const mailPort = (): number => Number(process.env[KEY]);
