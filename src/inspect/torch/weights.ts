/** What the shapes of a network's weights tell: the rank of its data, its channels, its dtype. */
import type { Tensor } from '../../core/model-facts.ts';
import { classOf, isMade, itemsOf, pairsOf, type Value } from '../pickle/values.ts';

/** One weight of a state_dict. */
interface Weight {
  name: string;
  shape: number[];
}

/** Data have the batch and the channels beside what a kernel covers; a linear layer has none. */
const WORDS: Record<number, string> = { 3: '1-D', 4: '2-D', 5: '3-D' };

/** What is guessed of a network from its first and last layer. */
export interface Guess {
  /** `3-D, 1 channel in, 2 out` */
  text: string;
  input: Tensor;
  output: Tensor;
}

/**
 * Guesses the data of a network from the weights of its first and last layer; null where the first is no
 * convolution or linear layer.
 * @param weights the dict of tensors
 */
export function guessFrom(weights: Value | undefined): Guess | null {
  const layers = (pairsOf(weights) ?? []).flatMap(([name, value]): Weight[] => {
    const shape = shapeOf(value, 0);
    const isLayer = typeof name === 'string' && /(^|\.)weight$/.test(name) && shape !== null;
    return isLayer && shape.length >= 2 ? [{ name, shape }] : [];
  });
  const [first] = layers;
  const last = layers.at(-1);
  if (!first || !last || /embed/i.test(first.name)) return null;
  const rank = first.shape.length === 2 ? 2 : first.shape.length;
  const [channels, out] = [first.shape[1] as number, last.shape[0] as number];
  const lastRank = last.shape.length === 2 ? 2 : last.shape.length;
  // A convolution with one channel a group, and the embedding of patches, tell no channels.
  const word = rank === 2 ? 'rows' : WORDS[rank];
  if (word === undefined) return null;
  const plural = (count: number) => (count === 1 ? '1 channel' : `${count} channels`);
  const what = rank === 2 ? `${channels} numbers in` : `${plural(channels)} in`;
  const volume = rank === 5 && lastRank === 5 ? { file: { extension: '.nii.gz' } } : {};
  const tensor = (name: string, count: number, of: number): Tensor => ({
    name,
    dtype: name === 'input' ? 'float32' : null,
    shape: [null, count, ...Array<null>(of - 2).fill(null)],
    ...volume,
  });
  return {
    text: `${word}, ${what}, ${out} out`,
    input: tensor('input', channels, rank),
    output: tensor('output', out, lastRank),
  };
}

/** The shape of a pickled tensor: `_rebuild_tensor_v2(storage, offset, size, ...)`, or one inside a parameter. */
function shapeOf(value: Value | undefined, depth: number): number[] | null {
  if (!isMade(value) || depth > 2) return null;
  const args = itemsOf(value.args) ?? [];
  if (/^torch\._utils\._rebuild_(parameter|tensor_from_type)/.test(classOf(value)))
    return shapeOf(args[0], depth + 1);
  if (!/^torch\._utils\._rebuild_tensor(_v2)?$/.test(classOf(value))) return null;
  const sizes = itemsOf(args[2]);
  if (sizes === null) return null;
  const numbers = sizes.filter((size) => typeof size === 'number');
  return numbers.length === sizes.length ? numbers : null;
}
