import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { combinationName, offeredCombinations } from '../../scripts/catalog-combinations.ts';
import { catalogPage } from '../../scripts/docs/catalog-page.ts';
import { offeredFrameworks } from '../../src/catalog/data/frameworks.ts';
import { defaultPython, defaultRelease } from '../../src/catalog/defaults.ts';

interface Findings {
  checked: string;
  failed: Record<string, string>;
  notVerified: Record<string, { source?: string; combinations?: Record<string, string> }>;
  resolved: Record<string, string>;
}

const findings: Findings = JSON.parse(
  readFileSync(new URL('../../docs/catalog-verified.json', import.meta.url), 'utf8'),
);
const asFarAsItGoes = Object.assign(
  {},
  ...Object.values(findings.notVerified).map(({ combinations }) => combinations),
) as Record<string, string>;

describe('catalog: what PyPI said (else: npm run catalog:verify)', () => {
  const combinations = offeredCombinations();

  it('was asked on a known day, and nothing failed', () => {
    assert.match(findings.checked, /^\d{4}-\d\d-\d\d$/);
    assert.deepEqual(findings.failed, {});
  });

  it('was asked about every offered combination with the pins of today, and about no other', () => {
    const pins = Object.fromEntries(
      combinations.map((each) => [
        combinationName(each),
        each.systemPackage ?? each.requirements.join(' '),
      ]),
    );
    const asked = Object.entries(findings.resolved).map(([name, text]) => [
      name,
      text.replace(/: \d+ wheels$/, ''),
    ]);
    assert.deepEqual({ ...Object.fromEntries(asked), ...asFarAsItGoes }, pins);
  });

  it('leaves open only what comes from another index or from the system', () => {
    for (const each of combinations) {
      const elsewhere = each.indexUrls.length > 0 || each.systemPackage !== null;
      assert.equal(combinationName(each) in asFarAsItGoes, elsewhere);
    }
  });

  it('found wheels for what is taken by default', () => {
    for (const { framework } of offeredFrameworks()) {
      if (framework === 'pytorch') continue;
      const version = defaultRelease({ framework })?.version ?? null;
      const python = defaultPython({ framework, frameworkVersion: version }) as string;
      for (const architecture of ['x86_64', 'aarch64'] as const) {
        const name = combinationName({
          ...{ framework, version, beside: null, python, architecture },
          ...{ accelerator: 'cpu', libc: 'glibc', libcVersion: '' },
        });
        assert.match(findings.resolved[name] ?? `${name} is missing`, /: [1-9]\d* wheels$/);
      }
    }
  });
});

describe('catalog: combinations', () => {
  const combinations = offeredCombinations();

  it('have a name each', () => {
    assert.equal(new Set(combinations.map(combinationName)).size, combinations.length);
  });

  it('reach every release on both architectures, and CUDA TensorFlow on one', () => {
    for (const { framework, releases } of offeredFrameworks()) {
      for (const { version, cuda } of releases) {
        const found = combinations.filter(
          (each) => each.framework === framework && each.version === version,
        );
        const on = (accelerator: string) =>
          [
            ...new Set(
              found.filter((e) => e.accelerator === accelerator).map((e) => e.architecture),
            ),
          ].sort();
        assert.deepEqual(on('cpu'), ['aarch64', 'x86_64'], `${framework} ${version}`);
        assert.deepEqual(
          on('cuda'),
          cuda ? [...(cuda.architectures ?? ['aarch64', 'x86_64'])] : [],
          `${framework} ${version}`,
        );
      }
    }
  });

  it('hold plain requirements, the markers of the rows already applied', () => {
    const tensorflow = combinations.filter(({ framework, version }) => {
      return framework === 'tensorflow' && version === '2.21.0';
    });
    for (const { accelerator, architecture, requirements } of tensorflow) {
      const name =
        accelerator === 'cuda'
          ? 'tensorflow[and-cuda]'
          : architecture === 'x86_64'
            ? 'tensorflow-cpu'
            : 'tensorflow';
      assert.equal(requirements[0], `${name}==2.21.0`);
    }
  });
});

describe('catalog: the page', () => {
  it('names every framework, release and default image', () => {
    const page = catalogPage();
    for (const { title, releases } of offeredFrameworks()) {
      assert.ok(page.includes(`| ${title} |`), title);
      for (const { version } of releases) assert.ok(page.includes(`| ${version} |`), version);
    }
    assert.ok(page.includes('`python:3.13-slim-trixie`'));
  });

  it('is well-formed: a table row has as many cells as its head', () => {
    let width = 0;
    for (const line of catalogPage().split('\n')) {
      const cells = line.startsWith('|') ? line.split('|').length : 0;
      if (cells > 0 && width > 0) assert.equal(cells, width, line);
      width = cells;
    }
  });
});
