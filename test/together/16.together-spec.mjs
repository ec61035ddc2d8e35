import { together } from './together.mjs';

await together(import.meta.filename);
