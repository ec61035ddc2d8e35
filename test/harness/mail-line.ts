import { connect, type Socket } from 'node:net';

/** A conversation with a mail server, word by word. */
export class MailLine {
  private heard = '';

  private constructor(readonly socket: Socket) {
    socket.setEncoding('utf8');
    socket.on('data', (text: string) => (this.heard += text));
    // What breaks it is seen by its close.
    socket.on('error', () => undefined);
  }

  /** Resolves with the first words of the other side. */
  static async to(port: number): Promise<{ readonly line: MailLine; readonly greeting: string }> {
    const line = new MailLine(connect(port, '127.0.0.1'));
    return { line, greeting: await line.hears(/^\d{3}[ -]/m) };
  }

  says(text: string, expected: RegExp): Promise<string> {
    this.socket.write(`${text}\r\n`);
    return this.hears(expected);
  }

  private async hears(expected: RegExp): Promise<string> {
    while (!expected.test(this.heard))
      await new Promise<void>((resolve) => this.socket.once('data', () => resolve()));
    const all = this.heard;
    this.heard = '';
    return all;
  }
}
