/** Raw storages of torch.save files from before PyTorch 1.6. */
import { itemsIn, itemsOf, kindOf, type Persistent, type Value } from '../pickle/values.ts';
import { Malformed } from '../read/malformed.ts';
import type { ByteStream } from '../read/stream.ts';

/** Bytes of one number, by the storage's type (torch 2.13, `torch/storage.py`). */
const SIZES: ReadonlyMap<string, number> = new Map([
  ...['Byte', 'Char', 'Bool', 'QInt8', 'QUInt8', 'Untyped'].map((type) => [type, 1] as const),
  ...['Half', 'Short', 'BFloat16'].map((type) => [type, 2] as const),
  ...['Float', 'Int', 'QInt32'].map((type) => [type, 4] as const),
  ...['Double', 'Long', 'ComplexFloat'].map((type) => [type, 8] as const),
  ['ComplexDouble', 16],
]);

/**
 * Skips the raw storages after the five pickles of an old `torch.save` file: for each key a count of
 * 8 bytes, then the numbers (`_legacy_save` in torch's `serialization.py`). Stops at a storage of
 * unknown type. Throws Malformed (`cut off`) if the file ends too early.
 * @param stream at the end of the fifth pickle
 * @param saved the fourth pickle, which refers to the storages
 * @param keys the fifth pickle
 */
export async function checkStorages(stream: ByteStream, saved: Value, keys: Value): Promise<void> {
  const sizes = storageSizes(saved);
  for (const key of itemsOf(keys) ?? []) {
    const size = typeof key === 'string' ? sizes.get(key) : undefined;
    if (size === undefined) return;
    await stream.fill(8);
    if (stream.ready < 8) throw new Malformed('ends before its tensors do', 'cut off');
    const count = stream.window.readBigInt64LE(stream.at);
    stream.at += 8;
    if (count < 0n || count > BigInt(Number.MAX_SAFE_INTEGER) / 16n) {
      throw new Malformed('has a tensor of an impossible size');
    }
    const bytes = Number(count) * size;
    if (bytes > 0 && !(await stream.skip(bytes))) {
      throw new Malformed('ends within its tensors', 'cut off');
    }
  }
}

/** Bytes of one number of each storage that a value refers to, by the storage's key. */
function storageSizes(saved: Value): Map<string, number> {
  const sizes = new Map<string, number>();
  const seen = new Set<Value>();
  const waiting: Value[] = [saved];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (kindOf(next) === null || seen.has(next)) continue;
    seen.add(next);
    if (kindOf(next) === 'persistent') {
      const [kind, type, key] = itemsOf((next as Persistent).id) ?? [];
      const name = kindOf(type) === 'global' ? (type as { name: string }).name : '';
      const last = name.slice(name.lastIndexOf('.') + 1);
      const size = last.endsWith('Storage')
        ? SIZES.get(last.slice(0, -'Storage'.length))
        : undefined;
      if (kind === 'storage' && typeof key === 'string' && size !== undefined) sizes.set(key, size);
      continue;
    }
    for (const part of partsOf(next)) waiting.push(part);
  }
  return sizes;
}

function* partsOf(value: Value): Generator<Value> {
  yield* itemsIn(value);
  if (kindOf(value) !== 'made') return;
  const { args, state } = value as { args: Value; state: Value | undefined };
  yield args;
  if (state !== undefined) yield state;
}
