/** Implemented by `access`, which keeps what proves who somebody is; people only says whose it is. */
export abstract class Passwords {
  abstract set(userId: string, password: string): Promise<void>;
}
