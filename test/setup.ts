/** Loaded before the tests of `npm test`: none of them outlives a power cut, so none waits for the disk. */
import { createRequire, syncBuiltinESMExports } from 'node:module';

const fs = createRequire(import.meta.url)('node:fs') as { fsyncSync(descriptor: number): void };
fs.fsyncSync = () => {};
syncBuiltinESMExports();
