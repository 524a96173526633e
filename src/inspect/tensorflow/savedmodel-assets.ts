/** Assets of a SavedModel. */
import path from 'node:path';
import type { Safety } from '../../core/model-facts.ts';
import { Malformed } from '../read/malformed.ts';
import type { Field, ProtobufReader } from '../read/protobuf.ts';
import { DATA_ONLY, unsafe } from '../safety.ts';

/** Most assets. */
const MOST = 10_000;

/** Files of a SavedModel in `assets/`, and the constants that stand for their paths. */
export class AssetFiles {
  /** Names of the nodes of those constants. */
  readonly nodes = new Set<string>();
  readonly #reader: ProtobufReader;
  readonly #files = new Set<string>();

  constructor(reader: ProtobufReader) {
    this.#reader = reader;
  }

  /** AssetFileDef: 1 = the tensor that stands for it (1 = name), 2 = the file in assets/. */
  entry(message: Field): void {
    let tensor = '';
    let file = '';
    for (const field of this.#reader.fields(message.start, message.end)) {
      if (field.wire !== 2) continue;
      if (field.number === 2) file = this.#reader.text(field);
      if (field.number !== 1) continue;
      for (const part of this.#reader.fields(field.start, field.end)) {
        if (part.number === 1 && part.wire === 2) tensor = this.#reader.text(part);
      }
    }
    this.nodes.add(tensor.split(':', 1)[0] as string);
    // Two files can have the same tensor: both count.
    this.#files.add(file);
    if (this.#files.size > MOST) throw new Malformed('has more assets than any real model');
  }

  /**
   * An entry of the collections. TensorFlow 1 kept assets in `saved_model_assets`: 2 = CollectionDef
   * (5 = list of Any, 1 = Any, 2 = an AssetFileDef).
   */
  collection(message: Field): void {
    let key = '';
    const values: Field[] = [];
    for (const field of this.#reader.fields(message.start, message.end)) {
      if (field.wire !== 2) continue;
      if (field.number === 1) key = this.#reader.text(field);
      else if (field.number === 2) values.push(field);
    }
    if (key !== 'saved_model_assets') return;
    for (const number of [5, 1, 2]) {
      const inner = values
        .splice(0)
        .flatMap((each) => [...this.#reader.fields(each.start, each.end, new Set([number]))]);
      values.push(...inner.filter(({ wire }) => wire === 2));
      if (values.length > MOST) throw new Malformed('has more assets than any real model');
    }
    for (const value of values) this.entry(value);
  }

  /** Dangerous if a file is outside the model. */
  safety(): Safety {
    const away = [...this.#files].filter(
      (file) =>
        path.posix.isAbsolute(file) || file.split(/[\\/]/).includes('..') || file.includes('://'),
    );
    const reasons = away.map((file) => `asset ${JSON.stringify(file)}: a file outside the model`);
    return reasons.length === 0 ? DATA_ONLY : unsafe('dangerous', reasons.sort());
  }
}
