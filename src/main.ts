import 'reflect-metadata';
import { startBarry } from './boot.js';

await startBarry();
