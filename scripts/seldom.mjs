// What the sources `import()` is seldom needed: models are read, registries and engines asked by few
// commands. All of it is one bundle beside the command's, each module run when it is first asked for.
import { relative, resolve } from 'node:path';

/**
 * An esbuild plugin that leaves what is `import()`ed to `dist/bin/seldom.cjs`, by `require`: Node reads
 * the whole text for its exports before it imports CommonJS.
 * @param root the repository
 * @param modules takes in the paths of what is left out, relative to the repository
 */
export const seldom = (root, modules) => ({
  name: 'seldom',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^\.\.?\/.*\.ts$/ }, ({ kind, path, resolveDir }) => {
      if (kind !== 'dynamic-import') return undefined;
      const module = relative(root, resolve(resolveDir, path));
      modules.add(module);
      return { path: module, namespace: 'seldom' };
    });
    onResolve({ filter: /./, namespace: 'seldom' }, ({ path }) => ({ path, external: true }));
    onLoad({ filter: /./, namespace: 'seldom' }, ({ path }) => ({
      contents: `module.exports = require('./seldom.cjs')[${JSON.stringify(path)}];`,
    }));
  },
});

/** The entry of that bundle: its modules by their paths, each run when it is asked for. */
export function seldomEntry(modules) {
  const getters = [...modules].map((path) => {
    const text = JSON.stringify(path);
    return `get ${text}() { return require(${JSON.stringify(`./${path}`)}); },`;
  });
  return `module.exports = {\n${getters.join('\n')}\n};\n`;
}
