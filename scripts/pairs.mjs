// Starts pairs of commands together in one folder and counts what is lost: `node scripts/pairs.mjs [COUNT]`.
// After each pair a change that was reported as written must be in the folder; a refused one not at all.
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const COUNT = Number(process.argv[2] ?? 1000);
const BIN = fileURLToPath(new URL('../dist/bin/ml-image.cjs', import.meta.url));
const FOLDER = fileURLToPath(new URL('../test/fixtures/folders/schema-2', import.meta.url));

const answers = (root) =>
  JSON.parse(readFileSync(join(root, '.yo-rc.json'), 'utf8'))['generator-ml-image'];
const text = (root, path) => readFileSync(join(root, path), 'utf8');
const hasLine = (root, path, line) => text(root, path).split('\n').includes(line);

/** Each with what shows that it was written. */
const COMMANDS = [
  [
    ['pip', 'tabulate'],
    (root) =>
      answers(root).pip.includes('tabulate') && hasLine(root, 'requirements.txt', 'tabulate'),
  ],
  [
    ['pip', 'humanize'],
    (root) =>
      answers(root).pip.includes('humanize') && hasLine(root, 'requirements.txt', 'humanize'),
  ],
  [['system', 'git'], (root) => answers(root).system.includes('git')],
  [
    ['spec', '--set', 'organ=brain'],
    (root) => JSON.parse(text(root, 'model-spec.json')).organ === 'brain',
  ],
  [['regenerate', '--os', 'ubuntu', '--python', '3.12'], (root) => answers(root).os === 'ubuntu'],
  [['regenerate', '--image', 'other:1'], (root) => answers(root).image === 'other:1'],
  [['regenerate'], () => true],
];

const run = (root, args) =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [BIN, ...args, '--yes'], { cwd: root });
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (data) => {
        said += data;
      });
    child.on('close', (status) => resolve({ status, said }));
  });

const counts = { pairs: 0, both: 0, refused: 0, lost: 0, other: 0 };
const folder = mkdtempSync(join(tmpdir(), 'ml-image-pairs-'));
try {
  for (let at = 0; at < COUNT; at++) {
    const root = join(folder, String(at));
    cpSync(FOLDER, root, { recursive: true });
    const one = COMMANDS[at % COMMANDS.length];
    const other = COMMANDS[(at + 1 + (Math.floor(at / COMMANDS.length) % 6)) % COMMANDS.length];
    const pair = [one, other];
    const ended = await Promise.all(pair.map(([args]) => run(root, args)));
    counts.pairs++;
    if (ended.every(({ status }) => status === 0 || status === 3)) counts.both++;
    ended.forEach(({ status, said }, which) => {
      const [args, isWritten] = pair[which];
      const done = isWritten(root);
      if (status === 0 || status === 3) {
        if (!done) {
          counts.lost++;
          console.log(`LOST ${args.join(' ')} beside ${pair[1 - which][0].join(' ')}\n${said}`);
        }
      } else if (status === 1 && /was changed while|is at work/.test(said)) counts.refused++;
      else {
        counts.other++;
        console.log(`STATUS ${status} of ${args.join(' ')}: ${said}`);
      }
    });
    const left = readdirSync(join(root, '.ml-image')).sort().join(' ');
    if (left !== 'base manifest.json') {
      counts.other++;
      console.log(`LEFT ${left}`);
    }
    rmSync(root, { recursive: true });
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(JSON.stringify(counts));
process.exitCode = counts.lost + counts.other > 0 ? 1 : 0;
