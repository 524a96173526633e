// Makes dist/. Run by `npm run build` and, through `prepare`, by `npm ci`.
// Few files rather than one for each source: Node takes longer to find sixty modules than to run them.
import { execFileSync } from 'node:child_process';
import { chmodSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { compiledTemplates } from './templates.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');
rmSync(dist, { recursive: true, force: true });

const generators = readdirSync(join(root, 'generators'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => `generators/${name}/index.ts`);

// Heavy or seldom needed packages stay what npm installed, and are loaded when they are met.
const common = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20.17',
  external: ['inquirer', 'yeoman-generator'],
  minifyWhitespace: true,
  minifySyntax: true,
  metafile: true,
  plugins: [compiledTemplates(root)],
  logLevel: 'warning',
};

// The command is CommonJS: Node starts that some 20 ms sooner than ES modules. What the sources load
// when they need it (`import()`) is a file of its own beside it, so that a command compiles no more
// than it uses; what several files share is in each of them.
const commonjs = {
  ...common,
  format: 'cjs',
  define: { 'import.meta.url': 'importMetaUrl' },
  banner: { js: "const importMetaUrl = require('node:url').pathToFileURL(__filename).href;" },
};
/**
 * Leaves what is loaded when needed to a file of its own, by `require`: a real `import()` of CommonJS
 * lets Node read the whole text for its exports first, which costs more than it saves.
 */
const apart = {
  name: 'apart',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^\.\.?\/.*\.ts$/ }, ({ kind, path, resolveDir }) => {
      if (kind !== 'dynamic-import') return undefined;
      const entry = join(resolveDir, path);
      const name = nameOf(entry);
      entries.set(entry, name);
      return { path: `./${name}.cjs`, namespace: 'apart' };
    });
    onResolve({ filter: /./, namespace: 'apart' }, ({ path }) => ({ path, external: true }));
    onLoad({ filter: /./, namespace: 'apart' }, ({ path }) => ({
      contents: `module.exports = require('${path}');`,
    }));
  },
};
/**
 * Modules of functions alone that most runs never call. They are imported as any other and have a file
 * of their own all the same, which is read at the first call.
 */
const LATE = [
  'catalog/hints',
  'change-restore',
  'config/broken',
  'config/owner',
  'config/position',
  'inspect/pickle/known/lookup',
  'own-requirements',
  'packages',
  'questions/pip-options',
  'questions/requirement-slips',
  'reconcile/merge',
  'reconcile/own-journal',
  'reconcile/unified-diff',
].map((name) => join(root, 'src', `${name}.ts`));

const nameOf = (entry) =>
  relative(join(root, 'src'), entry).replace(/\.ts$/, '').replaceAll(sep, '-');

/** Puts a function that loads and calls in the place of each one of a late module. */
const late = (own) => ({
  name: 'late',
  setup({ onLoad, onResolve }) {
    onLoad({ filter: /\.ts$/ }, ({ path }) => {
      if (path === own || !LATE.includes(path)) return undefined;
      const text = readFileSync(path, 'utf8');
      const functions = [...text.matchAll(/^export function (\w+)/gm)].map(([, name]) => name);
      if (/^export (?!function |interface |type )/m.test(text) || functions.length === 0)
        throw new Error(`${path} exports more than functions, so it cannot be loaded late`);
      entries.set(path, nameOf(path));
      const call = (name) =>
        `export const ${name} = (...given) => require('./${nameOf(path)}.cjs').${name}(...given);`;
      return { contents: functions.map(call).join('\n'), loader: 'js' };
    });
    onResolve({ filter: /\.cjs$/ }, ({ path }) => ({ path, external: true }));
  },
});
const entries = new Map([[join(root, 'bin/ml-image.ts'), 'ml-image']]);
const command = [];
// A Map takes in what is added while it is walked: each file names the further ones that it loads.
for (const [entry, name] of entries) {
  command.push(
    await build({
      ...commonjs,
      entryPoints: [entry],
      outfile: `dist/bin/${name}.cjs`,
      plugins: [...common.plugins, late(entry), apart],
    }),
  );
}

const doors = await build({
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
const inputs = [...command, doors].flatMap(({ metafile }) => Object.keys(metafile.inputs));
writeFileSync(join(dist, 'THIRD-PARTY.txt'), notices(inputs));
chmodSync(join(dist, 'bin/ml-image.cjs'), 0o755);

// The declarations; the compiler also checks, and a fault fails the build.
execFileSync(
  process.execPath,
  [join(root, 'node_modules/typescript/bin/tsc'), '-p', join(root, 'tsconfig.build.json')],
  { stdio: 'inherit', cwd: root },
);

/** The licences of the packages that became part of dist/. */
function notices(inputs) {
  const packages = new Set(
    inputs.map((file) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1]).filter(Boolean),
  );
  return [...packages].sort().map(notice).join('\n');
}

function notice(name) {
  const folder = join(root, 'node_modules', name);
  const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file ? readFileSync(join(folder, file), 'utf8').trim() : '';
  return `${name} ${version} (${license})\n\n${text}\n`;
}
