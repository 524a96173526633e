/**
 * `npm run catalog:verify`: asks PyPI, without installing, whether every offered combination
 * resolves to wheels, and writes docs/catalog-verified.json. `-- --new` lists newer releases than
 * the catalog knows. Ends with 1 where a combination fails.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { BASE_IMAGES } from '../src/catalog/data/base-images.ts';
import { COMPANIONS } from '../src/catalog/data/companions.ts';
import { offeredFrameworks } from '../src/catalog/data/frameworks.ts';
import { distributionOf } from '../src/catalog/needs.ts';
import { compareVersions, minor } from '../src/packages/version.ts';
import { type Combination, combinationName, offeredCombinations } from './catalog-combinations.ts';
import { type Answer, askPyPI, PYPI, releasesOnPyPI, uvVersion } from './catalog-pypi.ts';

/** Requests at a time: mostly waiting for the index. */
const WORKERS = 4;

const FILE = fileURLToPath(new URL('../docs/catalog-verified.json', import.meta.url));

await (process.argv.includes('--new') ? listNew() : verify());

async function verify(): Promise<void> {
  const resolver = await uvVersion();
  const combinations = offeredCombinations();
  const answers = await askAll(combinations);
  const resolved: Record<string, string> = {};
  const partly: Record<string, string> = {};
  const byApk: Record<string, string> = {};
  const failed: Record<string, string> = {};
  for (const combination of combinations) {
    const answer = answers.get(question(combination)) as Answer;
    const name = combinationName(combination);
    const pins = combination.requirements.join(' ');
    if (combination.systemPackage) byApk[name] = combination.systemPackage;
    else if ('failure' in answer) failed[name] = `${pins}: ${answer.failure}`;
    else if (combination.indexUrls.length > 0) partly[name] = pins;
    else resolved[name] = `${pins}: ${answer.wheels} wheels`;
  }
  const findings = {
    checked: new Date().toISOString().slice(0, 10),
    asked: `${PYPI}, by ${resolver}: each set with all that it needs, wheels only`,
    failed,
    notVerified: {
      "PyTorch's own index: PyPI has the same release for this Python and architecture, the build that is installed was not asked for":
        { source: 'https://download.pytorch.org/whl/', combinations: partly },
      "Alpine's repository: its packages are no wheels, and were not asked for": {
        sources: Object.fromEntries(
          offeredFrameworks().flatMap(({ apk }) => (apk ? [[apk.name, apk.source]] : [])),
        ),
        combinations: byApk,
      },
      'Docker Hub: whether a tag is there was not asked': tagsBySource(),
    },
    resolved,
  };
  writeFileSync(FILE, `${JSON.stringify(findings, null, 2)}\n`);
  const count = (of: object) => Object.keys(of).length;
  console.log(
    `${combinations.length} combinations: ${count(resolved)} resolved, ${count(partly)} as far as PyPI can tell, ${count(byApk)} by apk, ${count(failed)} failed`,
  );
  for (const [name, why] of Object.entries(failed)) console.log(`failed: ${name}: ${why}`);
  if (count(failed) > 0) process.exitCode = 1;
}

/** What makes two combinations the same question. */
function question({ requirements, python, architecture, libc, libcVersion }: Combination): string {
  return [python, architecture, libc, libcVersion, ...requirements].join(' ');
}

async function askAll(combinations: Combination[]): Promise<Map<string, Answer>> {
  const asked = combinations.filter(({ systemPackage }) => !systemPackage);
  const open = [...new Map(asked.map((each) => [question(each), each]))];
  const total = open.length;
  const answers = new Map<string, Answer>();
  const work = async () => {
    for (let next = open.shift(); next; next = open.shift()) {
      answers.set(next[0], await askPyPI(next[1]));
      if (answers.size % 50 === 0) console.error(`${answers.size} of ${total} asked`);
    }
  };
  await Promise.all(Array.from({ length: WORKERS }, work));
  return answers;
}

function tagsBySource(): Record<string, string[]> {
  return Object.fromEntries(
    Object.values(BASE_IMAGES).map(({ source, releases }) => [
      source.url,
      releases.flatMap(({ byPython }) => Object.values(byPython)),
    ]),
  );
}

async function listNew(): Promise<void> {
  for (const entry of offeredFrameworks()) {
    const name = distributionOf(entry.framework);
    if (name)
      await listNewOf(
        name,
        entry.releases.map(({ version }) => version),
        entry.passedOver,
      );
  }
  for (const { name, releases } of COMPANIONS) {
    await listNewOf(
      name,
      releases.map(({ version }) => version),
    );
  }
}

/** Prints releases after the newest known one, and newer patches of the minor versions known. */
async function listNewOf(
  name: string,
  known: string[],
  passedOver: { version: string; why: string }[] = [],
): Promise<void> {
  const newest = known[0] as string;
  const newer = (await releasesOnPyPI(name)).filter(
    (version) =>
      compareVersions(version, newest) > 0 ||
      known.some((old) => minor(old) === minor(version) && compareVersions(version, old) > 0),
  );
  for (const version of newer.sort(compareVersions)) {
    const why = passedOver.find((row) => row.version === version)?.why;
    console.log(`${name} ${version}${why ? ` (left out: ${why})` : ''}`);
  }
}
