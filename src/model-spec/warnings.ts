/** ABLInfer 1.2.3's warnings of a valid specification (`simple_verify` in its normalize.py). */
import { isRecord } from '../core/record.ts';
import { entriesOf } from './rules.ts';

const OPTIONAL = ['description', 'website', 'maintainers', 'citation', 'params', 'order'];
const TOP = [
  ...['json_version', 'id', 'type', 'name', 'organ', 'task', 'status', 'modality', 'version'],
  ...['docker', 'inputs', 'outputs'],
  ...OPTIONAL,
];
const DOCKER = ['image_name', 'image_tag', 'data_path'];

/** Fields of a type whose absence it warns of. */
const OF_TYPE: Record<string, readonly string[]> = {
  volume: ['labelmap'],
  segmentation: ['labelmap', 'master', 'colours', 'names'],
  int: ['min', 'max'],
  float: ['min', 'max'],
};

/** The warnings of a specification without faults, one line each. */
export function warningsOf(spec: Record<string, unknown>): string[] {
  const docker = isRecord(spec.docker) ? spec.docker : {};
  const fields = entriesOf(spec).flatMap(({ section, key, part }) => {
    const list = { inputs: ['pre'], outputs: ['post'], params: [] }[section];
    const expected = [...list, ...(OF_TYPE[String(part.type)] ?? [])];
    return lacking(part, expected).map((field) => `${section}.${key}.${field}`);
  });
  return [
    ...unknown(spec, TOP).map((key) => `ABLInfer warns that it does not know ${key}`),
    ...unknown(docker, DOCKER).map((key) => `ABLInfer warns that it does not know docker.${key}`),
    ...[...lacking(spec, OPTIONAL), ...fields].map(
      (key) => `ABLInfer warns that ${key} is missing`,
    ),
  ];
}

function unknown(object: Record<string, unknown>, known: readonly string[]): string[] {
  return Object.keys(object).filter((key) => !known.includes(key));
}

function lacking(object: Record<string, unknown>, expected: readonly string[]): string[] {
  return expected.filter((key) => !Object.hasOwn(object, key));
}
