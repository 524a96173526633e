/** What ABLInfer 1.2.3 warns of in a specification that it takes (`simple_verify` of its normalize.py). */
import { isRecord } from '../core/record.ts';
import { entriesOf } from './rules.ts';

const OPTIONAL = ['description', 'website', 'maintainers', 'citation', 'params', 'order'];
const TOP = [
  ...['json_version', 'id', 'type', 'name', 'organ', 'task', 'status', 'modality', 'version'],
  ...['docker', 'inputs', 'outputs'],
  ...OPTIONAL,
];
const DOCKER = ['image_name', 'image_tag', 'data_path'];

/** Fields that a type may lack, with a warning. */
const OF_TYPE: Record<string, readonly string[]> = {
  volume: ['labelmap'],
  segmentation: ['labelmap', 'master', 'colours', 'names'],
  int: ['min', 'max'],
  float: ['min', 'max'],
};

/** The warnings, one line each, for a specification without faults. */
export function warningsOf(spec: Record<string, unknown>): string[] {
  const docker = isRecord(spec.docker) ? spec.docker : {};
  const fields = entriesOf(spec).flatMap(({ section, key, part }) => {
    const list = { inputs: ['pre'], outputs: ['post'], params: [] }[section];
    const wanted = [...list, ...(OF_TYPE[String(part.type)] ?? [])];
    return lacking(part, wanted).map((field) => `${section}.${key}.${field}`);
  });
  return [
    ...unknown(spec, TOP).map((key) => `ABLInfer does not know ${key} and warns of it`),
    ...unknown(docker, DOCKER).map((key) => `ABLInfer does not know docker.${key} and warns of it`),
    ...[...lacking(spec, OPTIONAL), ...fields].map(
      (key) => `ABLInfer warns that ${key} is missing`,
    ),
  ];
}

function unknown(object: Record<string, unknown>, known: readonly string[]): string[] {
  return Object.keys(object).filter((key) => !known.includes(key));
}

function lacking(object: Record<string, unknown>, wanted: readonly string[]): string[] {
  return wanted.filter((key) => !Object.hasOwn(object, key));
}
