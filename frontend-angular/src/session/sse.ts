export interface SseMessage {
  readonly id: string | undefined;
  readonly event: string;
  readonly data: string;
}

/** Reads server-sent events out of text that arrives in arbitrary pieces. */
export class SseReader {
  private rest = '';

  push(text: string): SseMessage[] {
    this.rest += text;
    const blocks = this.rest.split(/\r?\n\r?\n/);
    this.rest = blocks.pop() ?? '';
    return blocks.map(readBlock).filter((message) => message !== undefined);
  }
}

function readBlock(block: string): SseMessage | undefined {
  let id: string | undefined;
  let event = 'message';
  const data: string[] = [];
  for (const line of block.split(/\r?\n/)) {
    const [, field, value] = /^([a-z]*):? ?(.*)$/.exec(line) ?? [];
    if (field === 'id') id = value;
    else if (field === 'event') event = value ?? event;
    else if (field === 'data') data.push(value ?? '');
  }
  return id === undefined && data.length === 0 ? undefined : { id, event, data: data.join('\n') };
}
