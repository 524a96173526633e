/** A disk on which the nth call fails, or the process "dies" at it. */
import * as fs from 'node:fs';
import type { Disk } from '../../src/folder/disk.ts';

const READS = /^(access|lstat|stat|statfs|readFile|read|readdir|readlink|realpath)Sync$/;

const LINKS = /^(link|copyFile)Sync$/;

export interface FailingDisk {
  disk: Disk;
  /** Calls made so far. */
  calls(): number;
}

/** How a disk fails. */
export interface Failure {
  /** The number, from 0, of the first call that fails. */
  at: number;
  /** An error code, or `kill`: then the process is as good as dead. */
  how: string;
  /** Whether only calls that change the disk are counted and fail. */
  mutating?: boolean;
  /** Whether all later calls fail too; a killed process makes none. */
  forever?: boolean;
  /** False: a disk without clones and second names, as between two file systems. */
  links?: boolean;
}

/** A disk that fails once, or from then on. It waits for no fsync: tests do not outlive a power cut. */
export function failingDisk({
  at,
  how,
  mutating = false,
  forever = how === 'kill',
  links = true,
}: Failure): FailingDisk {
  let count = 0;
  const disk = new Proxy(fs, {
    get(target, name: keyof Disk) {
      const call = target[name] as (...given: unknown[]) => unknown;
      if (typeof call !== 'function' || !name.endsWith('Sync')) return call;
      return (...given: unknown[]) => {
        const now = mutating && READS.test(name) ? -1 : count++;
        const fails = at >= 0 && (now === at || (forever && now > at));
        if (fails)
          throw Object.assign(
            new Error(`${how}: ${name}`),
            how === 'kill' ? {} : { code: how, path: given[0] },
          );
        if (!links && LINKS.test(name)) throw Object.assign(new Error(name), { code: 'EXDEV' });
        return name === 'fsyncSync' ? undefined : call(...given);
      };
    },
  }) as unknown as Disk;
  return { disk, calls: () => count };
}
