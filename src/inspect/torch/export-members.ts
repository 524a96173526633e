/** The verdict on the members of a torch.export archive. */
import type { Safety } from '../../core/model-facts.ts';
import { asText, get, LARGEST_JSON, objectsIn, parseJson } from '../read/json.ts';
import type { ZipArchive } from '../read/zip.ts';
import { unsafe } from '../safety.ts';
import { innerName } from './archive.ts';
import { loadedMember, otherMembers } from './members.ts';

/** Members that torch.export opens with `torch.load`, relative to the root folder, in lower case. */
const LOADED =
  /^(data\/sample_inputs\/.*|data\/(weights|constants)\/.*\.pt|data\/constants\/(custom|opaque)_obj_.*|serialized_(state_dict|constants|example_inputs)\.(pt|json))$/;
const CONFIG = /^data\/(weights|constants)\/.*_config\.json$/;
/** Names of machine code, and of source that is compiled when the archive is loaded. */
const COMPILED = /\.(so|dylib|dll|pyd|o|cubin|hsaco|spv|cpp|cc|c|cu|ptx|py|pyc)$/;
/** First bytes of machine code: ELF, Mach-O (both byte orders, and universal). */
const MACHINE = new Set(['7f454c46', 'cffaedfe', 'cefaedfe', 'feedface', 'feedfacf', 'cafebabe']);

/**
 * The verdict on each member of a torch.export archive except the programs. What
 * `torch.export.load` opens as a pickle must be a valid one; every other member is checked for zips,
 * pickles and machine code, whatever its path.
 * @param programs members that are read as JSON
 * Source: torch 2.13, `torch/export/pt2_archive/_package.py` and `torch/export/__init__.py`.
 */
export async function exportMembers(zip: ZipArchive, programs: string[]): Promise<Safety[]> {
  const read = new Set(programs);
  const found: Safety[] = [];
  const compiled = zip.names.filter((name) => isCompiled(name));
  const loaded = new Set(zip.names.filter((name) => LOADED.test(lower(name))));
  for (const config of zip.names.filter((name) => CONFIG.test(lower(name)))) {
    for (const name of await pickledBy(zip, config)) loaded.add(name);
  }
  for (const name of loaded) {
    if (read.has(name) || name.endsWith('/')) continue;
    read.add(name);
    found.push(await loadedMember(zip, name));
  }
  const roots = new Set(zip.names.map((name) => name.split('/')[0]));
  if (roots.size > 1 && zip.names.some((name) => lower(name) === 'archive_format')) {
    found.push(unsafe('dangerous', ['more than one root folder in the zip']));
  }
  for (const name of zip.names) {
    if (/^(data\.pkl|constants\.pkl)$/.test(lower(name))) {
      found.push(
        unsafe('dangerous', [`${name}: torch.load and torch.export would read different models`]),
      );
      read.delete(name);
    }
    if (!isCompiled(name) && (await isMachineCode(zip, name))) compiled.push(name);
  }
  found.push(...(await otherMembers(zip, (name) => read.has(name))));
  if (compiled.length > 0) {
    found.push(
      unsafe(
        'dangerous',
        compiled
          .slice(0, 20)
          .map((name) => `machine code ${name}: runs anything when it is loaded`),
      ),
    );
  }
  return found;
}

/** A member's name relative to the root folder, or the whole name in the layout from before 2.8. */
function lower(name: string): string {
  const low = name.toLowerCase();
  return low.startsWith('serialized_') ? low : innerName(low);
}

function isCompiled(name: string): boolean {
  const low = lower(name);
  if (low.startsWith('data/aotinductor/') && !/\.(json|txt)$|\/$/.test(low)) return true;
  return COMPILED.test(low) && !low.startsWith('extra/');
}

async function isMachineCode(zip: ZipArchive, name: string): Promise<boolean> {
  if (zip.size(name) < 64) return false;
  const stream = await zip.stream(name);
  await stream.fill(4);
  return MACHINE.has(stream.window.toString('hex', stream.at, stream.at + 4));
}

/** The members that a payload configuration declares as pickles, however it spells their path. */
async function pickledBy(zip: ZipArchive, config: string): Promise<string[]> {
  // Paths are relative to the folder of weights or constants, not to the configuration.
  const folder = config.split('/').slice(0, 3).join('/');
  const byName = new Map(zip.names.map((name) => [name.toLowerCase(), name]));
  const found: string[] = [];
  for (const object of objectsIn(parseJson(await zip.read(config, LARGEST_JSON), config))) {
    const path = asText(get(object, 'path_name'));
    if (path === null || get(object, 'use_pickle') === false) continue;
    // The archive's reader does not normalise names, and ignores case.
    const name = byName.get(`${folder}/${path}`.toLowerCase());
    if (name !== undefined) found.push(name);
  }
  return found;
}
