// The licences of the packages that became part of dist/.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @param root the repository
 * @param results of esbuild, with their metafiles
 * @returns the text of THIRD-PARTY.txt: each package's name, version and licence
 */
export function notices(root, results) {
  const inputs = results.flatMap(({ metafile }) => Object.keys(metafile.inputs));
  const names = inputs.map((file) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1]);
  const packages = [...new Set(names.filter(Boolean))].sort();
  return packages.map((name) => notice(join(root, 'node_modules', name))).join('\n');
}

function notice(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file ? readFileSync(join(folder, file), 'utf8').trim() : '';
  return `${name} ${version} (${license})\n\n${text}\n`;
}
