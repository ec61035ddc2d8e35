export function stopPostgres(dataDir: string): Promise<void>;
