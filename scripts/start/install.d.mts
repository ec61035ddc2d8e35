/** The first package that the lock file names and node_modules lacks. */
export function missingPackage(root: string): string | undefined;
