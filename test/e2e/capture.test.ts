/** `ml-image capture` as a person uses it: a shell at a real terminal, on the real engine. */
import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { docker } from './engine.ts';
import { build, type Folder, inImage, mlImage, scaffold } from './folder.ts';
import { REPOSITORY, temporaryFolder } from './places.ts';
import { Terminal } from './terminal.ts';

const BIN = join(REPOSITORY, 'dist/bin/ml-image.cjs');
/** There is no bridge on the engine that the tests start. */
const HOST = ['--', '--network', 'host'];
/** Root's prompt, as the last thing on the screen. */
const PROMPT = /root@.*#$/;

describe('a shell whose installations are kept', () => {
  let folder: Folder;
  let terminal: Terminal | null = null;
  let lines = 0;
  const read = (name: string) => readFileSync(join(folder.path, name), 'utf8');
  const held = () => ['.yo-rc.json', 'Dockerfile', 'requirements.txt'].map(read).join('\n');

  before(async () => {
    folder = await scaffold('captured', ['--framework', 'custom', '--os', 'debian']);
    writeFileSync(join(folder.path, 'model/weights.bin'), 'weights');
    await build(folder);
  });
  afterEach(async () => {
    await terminal?.close();
    terminal = null;
    await gone();
  });

  /** A closed window tells the command by SIGHUP, which then has its container to remove. */
  async function gone(): Promise<void> {
    for (let tries = 0; tries < 50 && (await containers()).length > 0; tries++) await sleep(200);
    assert.deepEqual(await containers(), []);
  }

  async function containers(): Promise<string[]> {
    const filter = ['--filter', 'label=generator-ml-image.capture'];
    const mine = ['--filter', `ancestor=${folder.image}`, '--format', '{{.Names}}'];
    return (await docker('ps', '--all', ...filter, ...mine)).stdout.split('\n').filter(Boolean);
  }

  /** Opens the shell, and gives the terminal with its prompt. */
  async function open(program?: string[], args = ['capture', ...HOST]): Promise<Terminal> {
    terminal = await Terminal.open(folder.path, args, program);
    await terminal.shows(PROMPT);
    return terminal;
  }

  /** Types a line into the shell and waits until it is done. */
  async function type(at: Terminal, line: string): Promise<void> {
    const word = `done-${++lines}`;
    await at.type(`clear; ${line}; echo ${word}`);
    await at.shows(new RegExp(`^${word}$`, 'm'), 180_000);
  }

  it('takes what pip and apt were asked for, and the image builds with it', async () => {
    const shell = await open();
    await type(shell, 'pip install -q humanize==4.12.3 "requests[socks]==2.32.3"');
    await type(
      shell,
      'apt-get update -qq && apt-get install -qq -y --no-install-recommends file > /dev/null 2>&1',
    );
    await type(shell, 'mkdir -p /opt/tool/bin /tmp/x; touch /opt/tool/bin/run /opt/mine /tmp/x/y');
    await shell.type('clear; exit');
    const listed = await shell.shows(/Keep which\?[\s\S]*submit$/m);
    assert.match(listed, /^ {2}pip: humanize==4\.12\.3\n {2}pip: requests\[socks\]==2\.32\.3 /m);
    assert.match(listed, /^ {2}system: file\n(?! )/m);
    assert.match(listed, /^Installed with them: (?=.*\burllib3\b)(?=.*\bPySocks\b)/m);
    assert.match(
      listed,
      /which are not kept:\n {2}\/opt\/mine \(added\)\n {2}\/opt\/tool\/ \(added, 1 file\)\n {2}To keep/,
    );
    const [container] = await containers();
    assert.ok(listed.includes(`docker cp ${container}:/opt/mine .`), listed);
    await shell.press('Enter');
    await shell.shows(/^\? Write these changes\?/m);
    await shell.press('Enter');
    assert.match(await shell.shows(/^ended with/m), /^Next: make build\nended with 0$/m);

    const answers = JSON.parse(read('.yo-rc.json'))['generator-ml-image'];
    assert.deepEqual(answers.pip, ['humanize==4.12.3', 'requests[socks]==2.32.3']);
    assert.deepEqual(answers.system, ['file']);
    assert.match(read('requirements.txt'), /^humanize==4\.12\.3\nrequests\[socks\]==2\.32\.3$/m);
    assert.match(read('Dockerfile'), /--no-install-recommends file &&/);
    assert.equal((await mlImage(['regenerate', '--check'], folder.path)).status, 0);
    await build(folder);
    const line = 'file --version | head -n 1; /opt/venv/bin/python -c "import humanize, socks"';
    assert.match(await inImage(folder, line), /^file-\d/);
  });

  it('changes nothing after a shell that was left without changes', async () => {
    const before = held();
    const shell = await open();
    await type(shell, 'false; touch /tmp/x');
    await shell.press('C-d');
    assert.match(
      await shell.shows(/^ended with/m),
      /^Nothing to keep: nothing changes\.\nended with 0$/m,
    );
    assert.equal(held(), before);
  });

  it('goes back into the shell where nothing can be kept', async () => {
    const shell = await open();
    await type(shell, 'touch /opt/only-a-file');
    await shell.type('exit');
    await shell.shows(/^\? None of this can be kept/m);
    await shell.press('Down');
    await shell.press('Enter');
    await shell.shows(PROMPT);
    await shell.type('rm /opt/only-a-file; exit');
    assert.match(await shell.shows(/^ended with/m), /^ended with 0$/m);
  });

  for (const [who, kill] of Object.entries({
    'its container': async () => docker('kill', ...(await containers())),
    'the shell': () => terminal?.type('kill -9 $$'),
  })) {
    it(`keeps nothing where ${who} is killed`, async () => {
      const before = held();
      const shell = await open();
      await type(shell, 'pip install -q tabulate');
      await kill();
      const screen = await shell.shows(/^ended with/m);
      assert.match(screen, /ml-image: the shell was killed; [^\n]*\nended with 1$/m);
      assert.equal(held(), before);
    });
  }

  it('keeps nothing after Ctrl-C at the question', async () => {
    const before = held();
    const shell = await open();
    await type(shell, 'pip install -q tabulate');
    await shell.type('exit');
    await shell.shows(/^\? Keep which\?/m);
    await shell.press('C-c');
    const screen = await shell.shows(/^ended with/m);
    assert.match(screen, /^ml-image: stopped; nothing was written\nended with 130$/m);
    assert.equal(held(), before);
  });

  for (const [signal, status] of [
    ['SIGTERM', 143],
    ['SIGHUP', 129],
    ['SIGINT', 130],
  ] as const) {
    for (const asked of [false, true]) {
      it(`leaves nothing after ${signal} ${asked ? 'at the question' : 'in the shell'}`, async () => {
        const before = held();
        const shell = await open();
        if (asked) {
          await type(shell, 'touch /opt/x');
          await shell.type('exit');
          await shell.shows(/^\? None of this/m);
        }
        process.kill(Number((await containers())[0]?.split('-')[4]), signal);
        assert.match(await shell.shows(/ended with/), new RegExp(`ended with ${status}$`, 'm'));
        assert.equal(held(), before);
      });
    }
  }

  for (const asked of [false, true]) {
    it(`leaves nothing where the window is closed ${asked ? 'at the question' : 'in the shell'}`, async () => {
      const before = held();
      const shell = await open();
      if (asked) {
        await type(shell, 'touch /opt/x');
        await shell.type('exit');
        await shell.shows(/^\? None of this/m);
      }
      await shell.close();
      terminal = null;
      await gone();
      assert.equal(held(), before);
    });
  }

  it('removes what a run left that was killed outright', async () => {
    await open();
    const [left] = await containers();
    process.kill(Number(left?.split('-')[4]), 'SIGKILL');
    await terminal?.close();
    assert.deepEqual(await containers(), [left]);
    const shell = await open();
    const now = await containers();
    assert.equal(now.length, 1);
    assert.notEqual(now[0], left);
    await shell.type('exit');
    await shell.shows(/^ended with 0$/m);
  });

  it('leaves the shell of another run alone', async () => {
    const first = await open();
    const other = await Terminal.open(folder.path, ['capture', ...HOST]);
    await other.shows(PROMPT);
    assert.equal((await containers()).length, 2);
    for (const one of [first, other]) {
      await one.type('exit');
      await one.shows(/^ended with 0$/m);
    }
    await other.close();
  });

  it('is opened by make too, and the result can go to a program', async () => {
    const bin = temporaryFolder();
    symlinkSync(BIN, join(bin, 'ml-image'));
    const line = `PATH='${bin}':"$PATH" "$@"`;
    const shell = await open(
      ['sh', '-c', line, 'sh', 'make', 'capture', 'ENGINE=docker', 'RUN_ARGS=--network host'],
      [],
    );
    await shell.type('exit');
    await shell.shows(/^ended with 0$/m);
    await shell.close();
    const json = join(bin, 'result.json');
    const told = await open(
      ['sh', '-c', `"$@" > '${json}'`, 'sh', process.execPath, BIN],
      ['capture', '--json', '--dry-run', ...HOST],
    );
    await type(told, 'pip install -q tabulate==0.9.0');
    await told.type('exit');
    await told.shows(/^ended with 0$/m);
    const { kept, written, captured } = JSON.parse(readFileSync(json, 'utf8'));
    assert.deepEqual(
      [kept.map(({ text }: { text: string }) => text), written],
      [['tabulate==0.9.0'], false],
    );
    assert.deepEqual(captured.found, kept);
  });

  it('takes no more than one requirement from a name, whatever is written there', async () => {
    const before = read('.yo-rc.json');
    const shell = await open(undefined, ['capture', '--dry-run', ...HOST]);
    await type(shell, 'pip install -q tabulate==0.9.0');
    await type(shell, 'd=$(echo /opt/venv/lib/python3*/site-packages)/lab-1.0.dist-info; mkdir $d');
    await type(
      shell,
      'printf "Metadata-Version: 2.1\\nName: lab, evil\\nVersion: 1.0\\n" > $d/METADATA; touch $d/REQUESTED',
    );
    await shell.type('clear; exit');
    const screen = await shell.shows(/Keep which\?[\s\S]*submit$/m);
    assert.match(screen, /^Cannot be kept:\n {2}lab, evil 1\.0: an index cannot have its name /m);
    assert.match(screen, /^❯◉ pip: tabulate==0\.9\.0\n(?! ◉)/m);
    await shell.press('Enter');
    await shell.shows(/^ended with 0$/m);
    assert.equal(read('.yo-rc.json'), before);
  });

  it("keeps to the framework's pins: what conflicts with one is named and not offered", async () => {
    const other = await scaffold('captured-pins', ['--framework', 'scikit-learn']);
    terminal = await Terminal.open(other.path, ['capture', '--from', folder.image, ...HOST]);
    await terminal.shows(PROMPT);
    await type(terminal, 'pip install -q --no-deps tabulate==0.9.0 scikit-learn==1.6.1');
    await terminal.type('clear; exit');
    const screen = await terminal.shows(/Keep which\?[\s\S]*submit$/m, 60_000);
    const refused =
      /^note: not kept: pip: scikit-learn==1\.6\.1: .* conflicts with the framework's /m;
    assert.match(screen, refused);
    assert.match(screen, /^❯◉ pip: tabulate==0\.9\.0\n(?! ◉)/m);
    await terminal.press('Enter');
    await terminal.shows(/^\? Write these changes\?/m);
    await terminal.press('Enter');
    await terminal.shows(/^ended with 0$/m);
    const requirements = readFileSync(join(other.path, 'requirements.txt'), 'utf8');
    assert.match(requirements, /^tabulate==0\.9\.0$/m);
    assert.doesNotMatch(requirements, /1\.6\.1/);
  });

  it('is opened by yo too', async () => {
    const place = temporaryFolder();
    mkdirSync(join(place, 'node_modules'));
    symlinkSync(REPOSITORY, join(place, 'node_modules/generator-ml-image'));
    // As root yo turns itself into the user and group that sudo names: that group may use the engine.
    const { gid } = statSync('/var/run/docker.sock');
    const yo = join(REPOSITORY, 'node_modules/yo/lib/cli.js');
    const names = [`NODE_PATH=${join(place, 'node_modules')}`, `HOME=${place}`];
    const user = ['SUDO_UID=1000', `SUDO_GID=${gid}`];
    for (const path of [place, folder.path, dirname(folder.path)]) chmodSync(path, 0o777);
    const shell = await open(
      ['env', ...names, ...user, process.execPath, yo, 'ml-image:capture'],
      ['--dry-run', ...HOST],
    );
    await type(shell, 'pip install -q tabulate==0.9.0');
    await shell.type('exit');
    await shell.shows(/^❯◉ pip: tabulate==0\.9\.0$/m);
    await shell.press('Enter');
    assert.match(await shell.shows(/^ended with/m), /^\+tabulate==0\.9\.0$[\s\S]*^ended with 0$/m);
  });
});
