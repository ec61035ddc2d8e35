export function isAlive(pid: number): boolean;
export function readPostmaster(dataDir: string): { readonly pid: number; readonly port: number } | undefined;
