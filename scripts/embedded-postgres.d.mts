export interface EmbeddedPostgres {
  readonly url: string;
  readonly port: number;
  /** It ran in this folder already. */
  readonly adopted: boolean;
  stop(): Promise<void>;
}

export function startPostgres(options: {
  readonly dataDir: string;
  readonly binaries?: string;
  readonly settings?: Readonly<Record<string, string | number>>;
  readonly say?: (text: string) => void;
}): Promise<EmbeddedPostgres>;
