// An esbuild plugin: what reads models is half of the program, and most commands read none. Where the
// sources `import()` it, the command's bundle loads the file beside it, by `require`: Node reads the
// whole text for its exports before it imports CommonJS.
export const seldom = {
  name: 'seldom',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /\/inspect\/inspect\.ts$/ }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: './inspect.cjs', namespace: 'seldom' } : undefined,
    );
    onResolve({ filter: /./, namespace: 'seldom' }, ({ path }) => ({ path, external: true }));
    onLoad({ filter: /./, namespace: 'seldom' }, ({ path }) => ({
      contents: `module.exports = require('${path}');`,
    }));
  },
};
