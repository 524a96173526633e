/** Models whose container is damaged, not its content: zips, tars and streams. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { op, pickle } from '../assemble.ts';
import { MODELS } from '../fixtures.ts';
import { membersOf } from './members.ts';
import { damagedTar, type TarEntry } from './tar.ts';
import type { Victim } from './victim.ts';
import { damagedZip } from './zip.ts';

const ZIPS = ['digits.keras', 'state_dict.pt', 'module.pt', 'torchscript.pt', 'export.pt2'];

/** What torch.save wrote before 0.1.10: four members, of which three are pickles. */
export const TAR: TarEntry[] = [
  { name: 'sys_info', data: pickle(op.emptyDict) },
  { name: 'pickle', data: pickle(op.emptyDict) },
  { name: 'tensors', data: pickle(op.int(0)) },
  { name: 'storages', data: pickle(op.int(0)) },
];

/** All of them. */
export async function damagedContainers(): Promise<Victim[]> {
  const zips = await Promise.all(
    ZIPS.map(async (name): Promise<Victim> => {
      const members = await membersOf(name);
      return {
        name: `${name}, its zip`,
        write(target, random) {
          writeFileSync(target, damagedZip(members, random));
          return 'members or what is around them';
        },
      };
    }),
  );
  const streams = readFileSync(path.join(MODELS, 'state_dict_legacy.pt'));
  return [
    ...zips,
    {
      name: 'a tar of torch',
      write(target, random) {
        writeFileSync(target, damagedTar(TAR, random));
        return 'members or their headers';
      },
    },
    {
      name: 'state_dict_legacy.pt, in gzip once or more',
      write(target, random) {
        let content = streams.subarray(0, random(3) === 0 ? random(streams.length) : undefined);
        for (let layers = 1 + random(3); layers > 0; layers--) content = gzipSync(content);
        writeFileSync(
          target,
          content.subarray(0, random(2) === 0 ? random(content.length) : undefined),
        );
        return 'layers';
      },
    },
  ];
}
