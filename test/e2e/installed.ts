/** The package as a person installs it: packed, and installed beside `yo`. */
import {
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY, temporaryFolder } from './places.ts';
import { must } from './run.ts';

/** As root `yo` 7 turns itself into this user, who must be able to write. */
const YO_USER = 1000;

let home: Promise<string> | undefined;

/** The folder whose node_modules hold the package and `yo`; packed and installed once in a run. */
export function installed(): Promise<string> {
  home ??= install();
  return home;
}

async function install(): Promise<string> {
  const folder = temporaryFolder();
  const pack = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder];
  const packed = await must('npm', pack, { cwd: REPOSITORY });
  const name = readdirSync(folder).find((one) => one.endsWith('.tgz')) ?? packed.stdout;
  writeFileSync(join(folder, 'package.json'), '{"private": true}');
  const lock = JSON.parse(readFileSync(join(REPOSITORY, 'package-lock.json'), 'utf8'));
  const yo = `yo@${lock.packages['node_modules/yo'].version}`;
  const flags = ['--no-audit', '--no-fund', '--loglevel', 'error'];
  await must('npm', ['install', ...flags, yo, join(folder, name)], { cwd: folder });
  giveToYo(folder);
  return folder;
}

/** A new folder below the installed package's, where `yo` finds it and may write. */
export async function folderForYo(name: string): Promise<string> {
  const folder = join(await installed(), name);
  mkdirSync(folder);
  giveToYo(folder);
  return folder;
}

/** Gives folders to the user that `yo` becomes; nothing to do where the tests are no root. */
export function giveToYo(...folders: string[]): void {
  if (process.getuid?.() !== 0) return;
  for (const folder of folders.filter((path) => existsSync(path))) {
    chownSync(folder, YO_USER, YO_USER);
  }
}
