/** What must outlive the page. The service worker reads and writes the same keys (see `public/sw.js`). */
export interface Store {
  get<T>(key: string): Promise<T | undefined>;
  set(key: string, value: unknown): Promise<void>;
  delete(key: string): Promise<void>;
  /** Keys and values whose key begins so, in the order of the keys. */
  list<T>(prefix: string): Promise<(readonly [string, T])[]>;
  /** Adds one and returns the new value, in one transaction. */
  increment(key: string): Promise<number>;
}

export const DATABASE = 'barry-ring';
export const TABLE = 'kept';

export class IndexedDbStore implements Store {
  private database?: Promise<IDBDatabase>;

  get<T>(key: string): Promise<T | undefined> {
    return this.run('readonly', (table) => table.get(key) as IDBRequest<T | undefined>);
  }

  async set(key: string, value: unknown): Promise<void> {
    await this.run('readwrite', (table) => table.put(value, key));
  }

  async delete(key: string): Promise<void> {
    await this.run('readwrite', (table) => table.delete(key));
  }

  async list<T>(prefix: string): Promise<(readonly [string, T])[]> {
    const range = IDBKeyRange.bound(prefix, `${prefix}\uffff`);
    const table = (await this.open()).transaction(TABLE).objectStore(TABLE);
    const [keys, values] = await Promise.all([
      settled(table.getAllKeys(range)),
      settled(table.getAll(range) as IDBRequest<T[]>),
    ]);
    return values.map((value, at) => [String(keys[at]), value] as const);
  }

  async increment(key: string): Promise<number> {
    const table = (await this.open()).transaction(TABLE, 'readwrite').objectStore(TABLE);
    const next = ((await settled(table.get(key) as IDBRequest<number | undefined>)) ?? 0) + 1;
    await settled(table.put(next, key));
    return next;
  }

  private async run<T>(mode: IDBTransactionMode, ask: (table: IDBObjectStore) => IDBRequest<T>): Promise<T> {
    return settled(ask((await this.open()).transaction(TABLE, mode).objectStore(TABLE)));
  }

  private open(): Promise<IDBDatabase> {
    this.database ??= new Promise((resolve, reject) => {
      const request = indexedDB.open(DATABASE, 1);
      request.onupgradeneeded = () => request.result.createObjectStore(TABLE);
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error ?? new Error('IndexedDB cannot be opened'));
    });
    // A refusal (private window, full disk) must not be remembered for ever.
    this.database.catch(() => delete this.database);
    return this.database;
  }
}

/** For specs, and for browsers that refuse IndexedDB: it rings all the same, it only forgets on reload. */
export class MemoryStore implements Store {
  private readonly kept = new Map<string, unknown>();

  get<T>(key: string): Promise<T | undefined> {
    return Promise.resolve(this.kept.get(key) as T | undefined);
  }

  set(key: string, value: unknown): Promise<void> {
    this.kept.set(key, structuredCloneOf(value));
    return Promise.resolve();
  }

  delete(key: string): Promise<void> {
    this.kept.delete(key);
    return Promise.resolve();
  }

  list<T>(prefix: string): Promise<(readonly [string, T])[]> {
    const found = [...this.kept]
      .filter(([key]) => key.startsWith(prefix))
      .sort(([a], [b]) => (a < b ? -1 : 1));
    return Promise.resolve(found as [string, T][]);
  }

  increment(key: string): Promise<number> {
    const next = ((this.kept.get(key) as number | undefined) ?? 0) + 1;
    this.kept.set(key, next);
    return Promise.resolve(next);
  }
}

const settled = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('IndexedDB refused'));
  });

const structuredCloneOf = (value: unknown): unknown =>
  value === undefined ? undefined : (JSON.parse(JSON.stringify(value)) as unknown);
