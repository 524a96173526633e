// Makes dist/. Run by `npm run build` and, through `prepare`, by `npm ci`.
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { compiledTemplates } from './templates.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');
rmSync(dist, { recursive: true, force: true });

const common = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  // The modules of a package rather than its UMD file, which no bundler can follow.
  mainFields: ['module', 'main'],
  target: 'node20.17',
  external: ['inquirer', 'yeoman-generator'],
  minifyWhitespace: true,
  minifySyntax: true,
  metafile: true,
  plugins: [compiledTemplates(root)],
  logLevel: 'warning',
};

// CommonJS starts faster than ES modules, and one file faster than several; what reads models is half
// of the program, and a file of its own, since most commands read none.
const seldom = {
  name: 'seldom',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /\/inspect\/inspect\.ts$/ }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: './inspect.cjs', namespace: 'seldom' } : undefined,
    );
    onResolve({ filter: /./, namespace: 'seldom' }, ({ path }) => ({ path, external: true }));
    // By require: Node reads the whole text for its exports before it imports CommonJS.
    onLoad({ filter: /./, namespace: 'seldom' }, ({ path }) => ({
      contents: `module.exports = require('${path}');`,
    }));
  },
};
const command = await build({
  ...common,
  entryPoints: { main: 'bin/ml-image.ts', inspect: 'src/inspect/inspect.ts' },
  outdir: 'dist/bin',
  outExtension: { '.js': '.cjs' },
  format: 'cjs',
  plugins: [...common.plugins, seldom],
  define: { 'import.meta.url': 'importMetaUrl' },
  banner: { js: "const importMetaUrl = require('node:url').pathToFileURL(__filename).href;" },
});
mkdirSync(join(dist, 'bin'), { recursive: true });
// The cache must be on before the bundle is compiled; Node has it from 22.1 on.
const start = `#!/usr/bin/env node
require('node:module').enableCompileCache?.();
require('./main.cjs');
`;
writeFileSync(join(dist, 'bin/ml-image.cjs'), start);
chmodSync(join(dist, 'bin/ml-image.cjs'), 0o755);

const generators = readdirSync(join(root, 'generators'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => `generators/${name}/index.ts`);
const modules = await build({
  ...common,
  entryPoints: ['src/api.ts', ...generators],
  outbase: '.',
  outdir: 'dist',
  chunkNames: 'chunks/[name]-[hash]',
  splitting: true,
  format: 'esm',
  // The bundled CommonJS packages require Node's own modules.
  banner: {
    js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
  },
});
writeFileSync(join(dist, 'THIRD-PARTY.txt'), notices([command, modules]));

// The declarations; the compiler also checks, and a fault fails the build.
const tsc = join(root, 'node_modules/typescript/bin/tsc');
execFileSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], { stdio: 'inherit', cwd: root });

/** The licences of the packages that became part of dist/. */
function notices(results) {
  const inputs = results.flatMap(({ metafile }) => Object.keys(metafile.inputs));
  const names = inputs.map((file) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1]);
  return [...new Set(names.filter(Boolean))].sort().map(notice).join('\n');
}

function notice(name) {
  const folder = join(root, 'node_modules', name);
  const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file ? readFileSync(join(folder, file), 'utf8').trim() : '';
  return `${name} ${version} (${license})\n\n${text}\n`;
}
