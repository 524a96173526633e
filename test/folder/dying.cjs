// Preloaded (`node -r`) into the real command: at the call of number DIE_AT that changes the disk below
// DIE_ROOT, the process kills itself, as a power cut would.
const fs = require('node:fs');
const { syncBuiltinESMExports } = require('node:module');

const ofPaths = [
  'copyFileSync',
  'linkSync',
  'mkdirSync',
  'openSync',
  'renameSync',
  'rmSync',
  'rmdirSync',
  'symlinkSync',
  'unlinkSync',
];
const ofFiles = ['closeSync', 'fchmodSync', 'fchownSync', 'fsyncSync', 'writeSync'];
const { DIE_AT, DIE_ROOT } = process.env;
const opened = new Set();
let count = 0;

function counted(name, isMeant) {
  const call = fs[name];
  fs[name] = (...given) => {
    if (isMeant(given) && count++ === Number(DIE_AT)) {
      process.kill(process.pid, 'SIGKILL');
      for (;;);
    }
    const result = call.apply(fs, given);
    if (name === 'openSync' && isMeant(given)) opened.add(result);
    return result;
  };
}

const isBelow = (path) => typeof path === 'string' && path.startsWith(DIE_ROOT);
const isRead = (flags) => !/[wax+]/.test(String(flags ?? 'r'));
for (const name of ofPaths)
  counted(name, (given) => given.some(isBelow) && !(name === 'openSync' && isRead(given[1])));
for (const name of ofFiles) counted(name, ([file]) => opened.has(file));
syncBuiltinESMExports();
