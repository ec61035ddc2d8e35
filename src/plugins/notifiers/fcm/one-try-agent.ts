import { AsyncLocalStorage } from 'node:async_hooks';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { Agent, type AgentOptions } from 'node:https';

/** FCM has less to say. */
const MAX_BYTES = 1_000_000;

type AddRequest = (this: Agent, request: ClientRequest, options: unknown) => void;
/** Node's own entry of an agent; it is not in the types. */
const { addRequest } = Agent.prototype as unknown as { readonly addRequest: AddRequest };

/** One send as the wire sees it. */
export class Attempt {
  private request: ClientRequest | undefined;
  private readonly head = Promise.withResolvers<IncomingMessage>();

  /** What the gateway said first; never settles where it says nothing. */
  get answered(): Promise<IncomingMessage> {
    return this.head.promise;
  }

  /** False: it is not the first. */
  take(request: ClientRequest): boolean {
    if (this.request) return false;
    this.request = request;
    request.once('response', (head: IncomingMessage) => {
      this.head.resolve(head);
      // The SDK keeps whatever comes, and listens from this same moment on.
      let bytes = 0;
      head.on('data', (chunk: Buffer) => {
        if ((bytes += chunk.length) > MAX_BYTES) request.destroy(new Error('too much'));
      });
    });
    return true;
  }

  /** Nobody waits for it any more. */
  giveUp(): void {
    this.request?.destroy(new Error('given up'));
  }
}

/**
 * firebase-admin repeats a send up to four times, over 4 to 15 seconds, and cannot be told not to. Repeating is the
 * house's business: here the second request of a send finds a closed door.
 */
export class OneTryAgent extends Agent {
  private readonly attempts = new AsyncLocalStorage<Attempt>();

  constructor(options: AgentOptions) {
    super({ keepAlive: true, ...options });
  }

  /** All requests inside are of one send. */
  during<T>(attempt: Attempt, work: () => Promise<T>): Promise<T> {
    return this.attempts.run(attempt, work);
  }

  addRequest(request: ClientRequest, options: unknown): void {
    if (this.attempts.getStore()?.take(request) === false) {
      // Whoever made the request does not listen before it has been made.
      queueMicrotask(() => request.emit('error', new Error('one try only')));
      return;
    }
    addRequest.call(this, request, options);
  }
}
