/** The fields that describe the model as a whole, for `--set` and the questions of `spec`. */

/** One field of the specification's outermost object. */
export interface Field {
  key: string;
  /** The question. */
  message: string;
  /** A list of values. */
  list?: true;
}

export const FIELDS: readonly Field[] = [
  { key: 'name', message: 'The model’s name for people' },
  { key: 'description', message: 'What the model is for, in one sentence' },
  { key: 'organ', message: 'The organ, or what the data shows' },
  { key: 'task', message: 'What the model does, e.g. segmentation' },
  { key: 'status', message: 'How far it is, e.g. research, development, clinical' },
  { key: 'modality', message: 'What the data comes from, e.g. CT, MR, photo' },
  { key: 'version', message: 'The model’s version' },
  { key: 'website', message: 'Website' },
  { key: 'maintainers', message: 'Maintainers (comma-separated)', list: true },
  { key: 'citation', message: 'What to cite' },
];

/** The items of a comma-separated text. */
export function listIn(text: string): string[] {
  return text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}
