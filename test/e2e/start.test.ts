/** How soon an image answers, timed inside one container: the engine's own start is not ours. */
import assert from 'node:assert/strict';
import { build, inImage } from './folder.ts';
import { smallFolder } from './small.ts';

/** Times both by turns and prints the medians in milliseconds. */
const TIMING = `
import statistics, subprocess, time
commands = (["python", "-c", "0"], ["python", "/app/entrypoint.py", "--help"])
times = ([], [])
for turn in range(16):
    for command, taken in zip(commands, times):
        begun = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        if turn > 0:
            taken.append((time.perf_counter() - begun) * 1000)
print(*(statistics.median(taken) for taken in times))
`;

describe('an image asked for --help', () => {
  it('answers within twice the time of a Python that does nothing', async () => {
    const folder = await smallFolder('start');
    await build(folder);
    const medians = (await inImage(folder, `python -c '${TIMING}'`)).split(' ').map(Number);
    const [bare, help] = medians as [number, number];
    const ratio = help / bare;
    const shown = `python -c 0: ${bare.toFixed(1)} ms, --help: ${help.toFixed(1)} ms, ${ratio.toFixed(2)}x`;
    console.log(`      ${shown}`);
    assert.ok(ratio <= 2, shown);
  });
});
