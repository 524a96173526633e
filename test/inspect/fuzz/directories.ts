/** Directories of models in which files are renamed, replaced, cut off or are no files. */
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { MODELS } from '../fixtures.ts';
import { pick, type Random } from './random.ts';
import type { Victim } from './victim.ts';

const ENDINGS = ['.txt', '.json', '.bin', '.pkl', '.md', '.PNG', '.safetensors', '.py', '', '.tar'];

const POINTER =
  'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 267844284\n';

/** One change of a file of a directory; gives what it is. */
const CHANGES: Record<string, (file: string, random: Random) => void> = {
  'another ending': (file, random) =>
    renameSync(file, file.replace(/\.[a-z]*$/, '') + pick(ENDINGS, random)),
  'cut off': (file, random) => truncateSync(file, random(statSync(file).size + 1)),
  empty: (file) => truncateSync(file),
  gone: (file) => rmSync(file),
  'a pointer of Git LFS': (file) => writeFileSync(file, POINTER),
  'a page': (file) => writeFileSync(file, '<!DOCTYPE html>\n<html><title>404</title></html>\n'),
  'an error as JSON': (file) => writeFileSync(file, '{"error": "Repository not found"}\n'),
  'with a byte order mark': (file) =>
    writeFileSync(file, Buffer.concat([Buffer.from('\ufeff'), readFileSync(file)])),
  'with NaN': (file) =>
    writeFileSync(file, readFileSync(file, 'latin1').replace('{', '{"x": NaN, '), 'latin1'),
  'with a key twice': (file) =>
    writeFileSync(
      file,
      readFileSync(file, 'latin1').replace('{', '{"model_type": "a", "model_type": "b", '),
      'latin1',
    ),
  'deep JSON': (file) => writeFileSync(file, '['.repeat(200_000)),
  'a FIFO': (file) => {
    rmSync(file);
    spawnSync('mkfifo', [file]);
  },
  'a link out of it': (file, random) => {
    rmSync(file);
    symlinkSync(pick(['/etc/passwd', '/dev/zero', '../..', 'nothing', '.'], random), file);
  },
  'a folder': (file) => {
    rmSync(file);
    mkdirSync(file);
  },
  'many files beside': (file) => {
    for (let at = 0; at < 300; at++) writeFileSync(`${file}.${at}`, 'N.');
  },
};

/** Files of a directory, those in folders too. */
export function filesOf(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}

/** All of them. */
export function damagedDirectories(): Victim[] {
  return ['digits_huggingface', 'digits_savedmodel'].map((name) => ({
    name: `${name}, its files`,
    write(target, random) {
      cpSync(path.join(MODELS, name), target, { recursive: true });
      const done: string[] = [];
      for (let changes = 1 + random(3); changes > 0; changes--) {
        const files = filesOf(target);
        if (files.length === 0) break;
        const [file, what] = [pick(files, random), pick(Object.keys(CHANGES), random)];
        CHANGES[what]?.(file, random);
        done.push(`${path.relative(target, file)}: ${what}`);
      }
      return done.join(', ');
    },
  }));
}
