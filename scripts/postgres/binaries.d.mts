export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

export function accountForPostgres(dataDir: string, isRoot?: boolean, passwd?: string): Account | undefined;
