// What the build puts in the place of src/render/compiled.ts: the templates as functions, so that
// dist/ needs neither EJS nor the time to compile them.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ejs from 'ejs';

/** The esbuild plugin. @param root the repository */
export const compiledTemplates = (root) => ({
  name: 'compiled-templates',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]src[\\/]render[\\/]compiled\.ts$/ }, () => {
      const folder = join(root, 'templates');
      const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
      const functions = names
        .filter((name) => name.endsWith('.ejs'))
        .map((name) => name.replaceAll('\\', '/'))
        .sort()
        .map((name) => `${JSON.stringify(name)}: ${source(join(folder, name), name)}`);
      return {
        contents: `const made = {${functions.join(',\n')}};\nexport const compiled = (path) => made[path];`,
        loader: 'js',
      };
    });
  },
});

/** One template as the source of a function of `it`. */
function source(file, name) {
  const text = readFileSync(file, 'utf8');
  if (text.includes('<%=')) throw new Error(`${name}: <%= is for HTML; write <%- and quote.ts`);
  const options = { strict: true, localsName: 'it', compileDebug: false, filename: name };
  const template = new ejs.Template(text, options);
  template.compile();
  return `function (it) { 'use strict'; ${template.source} }`;
}
