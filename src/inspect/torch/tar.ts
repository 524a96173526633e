/** Tars: torch.save before 0.1.10 wrote one. */
import type { ModelFacts, Safety } from '../../core/model-facts.ts';
import type { FileCandidate } from '../candidate.ts';
import { factsOf } from '../facts.ts';
import { PickleMachine } from '../pickle/machine.ts';
import { itemsOf, type Value } from '../pickle/values.ts';
import { pickleVerdict } from '../pickle/verdict.ts';
import { walkMember } from '../pickle/walk.ts';
import { isMalformed, Malformed } from '../read/malformed.ts';
import { type ByteSource, RangeSource } from '../read/source.ts';
import { ByteStream } from '../read/stream.ts';
import { isTarHeader, readTar, type TarArchive, type TarMember } from '../read/tar.ts';
import { DATA_ONLY, unsafe, worst } from '../safety.ts';
import { isPickled } from './members.ts';

/** Bytes of one item of PyTorch's storages. */
const SIZES = new Map(
  Object.entries({
    DoubleStorage: 8,
    FloatStorage: 4,
    HalfStorage: 2,
    LongStorage: 8,
    IntStorage: 4,
    ShortStorage: 2,
    CharStorage: 1,
    ByteStorage: 1,
    BoolStorage: 1,
  }),
);

/** Whether a file starts with a tar header. */
export function isTar(file: FileCandidate): boolean {
  return file.head.length >= 512 && isTarHeader(file.head.subarray(0, 512));
}

/**
 * Reads the oldest format of torch.save (before 0.1.10): a tar of `storages`, `tensors` and
 * `pickle`. `torch.load` tries it first for any file that is not a zip. Other tars are checked for
 * pickles; null if they hold none.
 * Source: torch 2.13, `torch/serialization.py`, `_legacy_load`.
 */
export async function readTorchTar(file: FileCandidate): Promise<ModelFacts | null> {
  const tar = readTar(file.source);
  const found: Safety[] = [...tar.ambiguities].map((what) =>
    unsafe('dangerous', [`a tar that programs read in different ways: it has ${what}`]),
  );
  const required = ['storages', 'tensors', 'pickle'];
  const isTorch = required.every((name) => tar.members.some((member) => member.name === name));
  for (const member of tar.members) {
    const bytes = new RangeSource(file.source, member.start, member.size);
    if (isTorch && (member.name === 'storages' || member.name === 'tensors')) {
      found.push(await sequence(bytes, member.name === 'storages' ? storage : tensor));
    } else found.push(await walked(bytes, isTorch && member.name === 'pickle'));
  }
  const whole = await walkMember(ByteStream.of(file.source), { arrays: true });
  if (isPickled(whole))
    found.push(unsafe('dangerous', ['a tar that is also a pickle']), whole.safety);
  const safety = worst(found);
  if (isTorch) {
    return factsOf({
      format: 'torch-state-dict',
      framework: 'pytorch',
      savedWith: 'torch.save, the format from before PyTorch 0.1.10',
      needs: [
        { kind: 'class', name: 'the nn.Module class', why: 'a state_dict holds weights only' },
      ],
      safety,
      warnings: [
        'Saved by a PyTorch before 0.1.10: torch.load refuses it with weights_only=True, so save it again with a newer one.',
      ],
    });
  }
  if (safety.verdict === 'data-only') return null;
  return factsOf({
    format: 'pickle',
    safety: worst([safety, unsafe('unknown-imports', ['a tar of no known model format'])]),
    warnings: [
      `A tar of no known model format (${shown(tar)}): unpack it and give the model in it.`,
    ],
  });
}

function shown(tar: TarArchive): string {
  const names = tar.members.slice(0, 3).map(({ name }: TarMember) => name.slice(0, 50));
  return tar.members.length > 3 ? `${names.join(', ')}, ...` : names.join(', ');
}

/** @param strictly a pickle that could not be parsed is dangerous; else it counts as data */
async function walked(bytes: ByteSource, strictly: boolean): Promise<Safety> {
  const result = await walkMember(ByteStream.of(bytes), { arrays: !strictly });
  return strictly || isPickled(result) ? result.safety : DATA_ONLY;
}

/** The verdict on a count and as many pickles, each followed by raw bytes that `raw` skips. */
async function sequence(
  bytes: ByteSource,
  raw: (value: Value, stream: ByteStream) => Promise<void>,
): Promise<Safety> {
  const stream = ByteStream.of(bytes);
  const machine = new PickleMachine(stream, { arrays: false });
  try {
    const count = await machine.load();
    if (typeof count !== 'number') throw new Malformed('has no count');
    for (let index = 0; index < count; index++) await raw(await machine.load(), stream);
    // The tensors are followed by a pickle of views, or by nothing.
    await stream.fill(1);
    if (stream.ready > 0) await machine.load();
  } catch (error) {
    if (!isMalformed(error) || error.kind === 'limit') throw error;
    return pickleVerdict(machine.report, error);
  }
  return pickleVerdict(machine.report);
}

async function storage(value: Value, stream: ByteStream): Promise<void> {
  const type = itemsOf(value)?.[2];
  const name = (type as { name?: unknown } | undefined)?.name;
  const size =
    typeof name === 'string' ? SIZES.get(name.slice(name.lastIndexOf('.') + 1)) : undefined;
  if (size === undefined) throw new Malformed('has a storage of unknown type');
  const count = await long(stream);
  if (count > 0 && !(await stream.skip(count * size))) throw new Malformed('ends inside a storage');
}

async function tensor(_value: Value, stream: ByteStream): Promise<void> {
  await stream.fill(8);
  if (stream.ready < 8) throw new Malformed('ends inside a tensor');
  const dimensions = stream.window.readUInt32LE(stream.at);
  // Four bytes of padding; then sizes, strides, and the offset in the storage.
  if (!(await stream.skip(8 + dimensions * 16 + 8))) throw new Malformed('ends inside a tensor');
}

async function long(stream: ByteStream): Promise<number> {
  await stream.fill(8);
  if (stream.ready < 8) throw new Malformed('ends inside a storage');
  const value = Number(stream.window.readBigUInt64LE(stream.at));
  stream.at += 8;
  if (!Number.isSafeInteger(value)) throw new Malformed('has a storage of impossible size');
  return value;
}
