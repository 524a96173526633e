// Makes dist/. Run by `npm run build` and, through `prepare`, by `npm ci`.
import { execFileSync } from 'node:child_process';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { notices } from './notices.mjs';
import { seldom, seldomEntry } from './seldom.mjs';
import { compiledTemplates } from './templates.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');
rmSync(dist, { recursive: true, force: true });

const common = {
  ...{ absWorkingDir: root, bundle: true, platform: 'node', target: 'node20.17', metafile: true },
  // The modules of a package rather than its UMD file, which no bundler can follow.
  mainFields: ['module', 'main'],
  external: ['inquirer', '@inquirer/core', 'yeoman-generator'],
  ...{ minifyWhitespace: true, minifySyntax: true, logLevel: 'warning' },
  plugins: [compiledTemplates(root)],
};

// CommonJS starts faster than ES modules, and one file faster than several.
const commonjs = {
  ...{ ...common, format: 'cjs', define: { 'import.meta.url': 'importMetaUrl' } },
  banner: { js: "const importMetaUrl = require('node:url').pathToFileURL(__filename).href;" },
};
const modules = new Set();
const command = await build({
  ...{ ...commonjs, entryPoints: ['bin/ml-image.ts'], outfile: 'dist/bin/main.cjs' },
  plugins: [...common.plugins, seldom(root, modules)],
});
const rest = await build({
  ...{ ...commonjs, outfile: 'dist/bin/seldom.cjs' },
  stdin: { contents: seldomEntry(modules), resolveDir: root, sourcefile: 'seldom.js' },
});
// The cache must be on before the bundle is compiled; Node has it from 22.1 on.
const start = "require('node:module').enableCompileCache?.();\nrequire('./main.cjs');\n";
writeFileSync(join(dist, 'bin/ml-image.cjs'), `#!/usr/bin/env node\n${start}`, { mode: 0o755 });

const generators = readdirSync(join(root, 'generators'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => `generators/${name}/index.ts`);
const library = await build({
  ...common,
  entryPoints: ['src/api.ts', ...generators],
  ...{ outbase: '.', outdir: 'dist', chunkNames: 'chunks/[name]-[hash]', splitting: true },
  format: 'esm',
  // The bundled CommonJS packages require Node's own modules.
  banner: {
    js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
  },
});
writeFileSync(join(dist, 'THIRD-PARTY.txt'), notices(root, [command, rest, library]));

// The declarations; the compiler also checks, and a fault fails the build.
const tsc = join(root, 'node_modules/typescript/bin/tsc');
execFileSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], { stdio: 'inherit', cwd: root });
