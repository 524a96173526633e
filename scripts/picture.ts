/**
 * `npm run picture`: runs the command on a real model and draws what the terminal showed as
 * docs/run.svg. Nothing in the picture is written by hand.
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const COLUMNS = 92;
const LINE = 19;
const CHARACTER = 8.43;

/** What is typed, and the program that it starts here. */
const STEPS: { typed: string; program: string; args: string[]; below?: string }[] = [
  {
    typed: 'ml-image inspect digits.keras',
    program: process.execPath,
    args: [join(root, 'dist/bin/ml-image.cjs'), 'inspect', 'digits.keras'],
  },
  {
    typed: 'ml-image --model digits.keras --yes',
    program: process.execPath,
    args: [join(root, 'dist/bin/ml-image.cjs'), '--model', 'digits.keras', '--yes'],
  },
  {
    typed: 'cd digits && ls',
    program: 'ls',
    args: ['-C', '-T', '0', '-w', String(COLUMNS)],
    below: 'digits',
  },
];

/** The lines of the run, commands with their prompt. */
function record(place: string): string[] {
  copyFileSync(join(root, 'test/fixtures/models/digits.keras'), join(place, 'digits.keras'));
  return STEPS.flatMap(({ typed, program, args, below }) => {
    const cwd = below ? join(place, below) : place;
    const shown = execFileSync(program, args, { cwd, encoding: 'utf8' });
    const lines = shown.replaceAll(place, '~').trimEnd().split('\n');
    return [`$ ${typed}`, ...lines, ''];
  });
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** A terminal of fixed columns; commands stand out from what they print. */
function draw(lines: string[]): string {
  const height = (lines.length + 1) * LINE + 16;
  const width = Math.ceil(COLUMNS * CHARACTER) + 32;
  const rows = lines.map((line, row) => {
    const fill = line.startsWith('$ ') ? '#ffffff' : '#b9c4d0';
    const weight = line.startsWith('$ ') ? ' font-weight="bold"' : '';
    return `  <text x="16" y="${(row + 1) * LINE + 12}" fill="${fill}"${weight} xml:space="preserve">${escaped(line)}</text>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="ui-monospace, Menlo, Consolas, monospace" font-size="14">`,
    `  <title>${escaped(lines.filter((line) => line.startsWith('$ ')).join(' ; '))}</title>`,
    `  <rect width="${width}" height="${height}" rx="8" fill="#17212b"/>`,
    ...rows,
    '</svg>',
    '',
  ].join('\n');
}

const place = mkdtempSync(join(tmpdir(), 'ml-image-picture-'));
try {
  mkdirSync(join(root, 'docs'), { recursive: true });
  writeFileSync(join(root, 'docs/run.svg'), draw(record(place)));
} finally {
  rmSync(place, { recursive: true, force: true });
}
