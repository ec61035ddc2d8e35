import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

/** Where the mails of a world arrive while it stands; each as its reader sees it. */
export class MailBox {
  private readonly mails: string[] = [];
  private readonly server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData: (stream, _, callback) => {
      simpleParser(stream).then(({ text = '' }) => {
        this.mails.push(text);
        callback();
      }, callback);
    },
  });

  static async open(port: number): Promise<MailBox> {
    const box = new MailBox();
    await new Promise<void>((resolve) => box.server.listen(port, '127.0.0.1', resolve));
    return box;
  }

  get texts(): readonly string[] {
    return this.mails;
  }

  empty(): void {
    this.mails.length = 0;
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.server.close(() => resolve()));
  }
}
