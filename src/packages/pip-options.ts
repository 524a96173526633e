/** pip's options, which are no requirements: what to use instead. */

const PIP_CONF = 'goes into the secret pip.conf (README, "A mirror, a private index")';
const WHEEL =
  'build a wheel of it (pip wheel --no-deps -w wheels PATH) and give that, like wheels/lab-1.0-py3-none-any.whl';
const ANEW =
  'each build installs the newest releases that the bounds allow; leave it out, or raise a bound';

const REPLACEMENTS: readonly [readonly string[], string][] = [
  [['-c', '--constraint'], 'write the bounds into the requirements themselves, like numpy<2'],
  [['-e', '--editable'], WHEEL],
  [
    ['--hash', '--require-hashes'],
    'leave the hashes out; ml-image lock writes those of every file',
  ],
  [['-i', '--index-url', '--extra-index-url', '--trusted-host'], `an index ${PIP_CONF}`],
  [['-f', '--find-links'], 'put the wheels into wheels/, where each build looks for them'],
  [['--no-index'], "leave it out; make build BUILD_ARGS='--build-arg PIP_NO_INDEX=1' does it"],
  [['--pre'], 'a bound that names a pre-release takes it, like lab>=2.0rc1'],
  [['-U', '--upgrade', '--force-reinstall', '--no-cache-dir'], ANEW],
  [['--no-binary', '--only-binary', '--prefer-binary'], `such a setting of pip ${PIP_CONF}`],
];

/** The option of pip in a text, alone or after a requirement; null: none. */
export function optionIn(text: string): string | null {
  return /^--?[A-Za-z][a-z-]*|(?<=\s)--[a-z][a-z-]*/.exec(text)?.[0] ?? null;
}

/** What to use instead of an option of pip; null if there is nothing. */
export function hintForPipOption(option: string): string | null {
  // A short option may have its value attached.
  const short = option.startsWith('--') ? option : option.slice(0, 2);
  return REPLACEMENTS.find(([options]) => options.includes(short))?.[1] ?? null;
}
