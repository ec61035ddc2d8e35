/** Paths from the root. */
export function shareOf(file: string): readonly string[];
export function together(file: string): Promise<void>;
