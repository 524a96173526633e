/** Files of torch.save. */
import type { ModelFacts, Safety } from '../../core/model-facts.ts';
import type { FileCandidate } from '../candidate.ts';
import { factsOf } from '../facts.ts';
import { isWrapper } from '../pickle/joblib.ts';
import { TORCH_WEIGHTS_ONLY } from '../pickle/known/weights-only.ts';
import { PickleMachine } from '../pickle/machine.ts';
import { classOf, entry, pairsOf, type Value } from '../pickle/values.ts';
import { pickleVerdict } from '../pickle/verdict.ts';
import type { Walked } from '../pickle/walk.ts';
import { isMalformed, Malformed } from '../read/malformed.ts';
import { ByteStream } from '../read/stream.ts';
import { worst } from '../safety.ts';
import {
  archiveSavedWith,
  classNeeds,
  isModule,
  isTensor,
  takenByWeightsOnly,
  tensorsIn,
  walkArchive,
} from './archive.ts';
import { checkStorages } from './legacy-storages.ts';
import { isStorage, otherMembers } from './members.ts';
import { guessFrom } from './weights.ts';

/** Reads what `torch.save` writes since 1.6: a zip with `data.pkl` and the bytes of the tensors. */
export async function readTorchSave(file: FileCandidate): Promise<ModelFacts> {
  const zip = await file.zip();
  const walked = await walkArchive(zip);
  const others = await otherMembers(zip, isStorage);
  const facts = describe(walked, await archiveSavedWith(zip, 'torch.save'));
  return others.length === 0 ? facts : { ...facts, safety: worst([facts.safety, ...others]) };
}

/** Most opcodes of a single number: PROTO, FRAME, LONG1 and STOP, and some for the memo. */
const MOST_OF_MAGIC = 6;

/**
 * Reads what `torch.save` wrote before 1.6, and still can: five pickles in a row (magic number,
 * protocol version 1001, system, the object, storage keys), then raw bytes.
 */
export async function readTorchLegacy(file: FileCandidate): Promise<ModelFacts> {
  const stream = ByteStream.of(file.source);
  const machine = new PickleMachine(stream, { arrays: false });
  const parts: Value[] = [];
  const { report } = machine;
  let fault: Malformed | null = null;
  try {
    for (let count = 0; count < 5; count++) {
      parts.push(await machine.load());
      if (count === 0 && machine.limits.opcodes > MOST_OF_MAGIC) {
        report.findings.add('a first pickle with more than the magic number of torch.save');
      }
    }
    if (parts[1] !== 1001) fault = new Malformed('is of a legacy version that is not 1001');
    else await checkStorages(stream, parts[3] as Value, parts[4] as Value);
  } catch (error) {
    if (!isMalformed(error)) throw error;
    if (error.kind === 'cut off' && pickleVerdict(report).verdict !== 'dangerous') throw error;
    fault = error;
  }
  if ([...report.imports].some(isWrapper)) {
    report.findings.add('a joblib array, whose bytes joblib does not read as opcodes');
  }
  const broken = fault?.message ?? null;
  const walked: Walked = {
    top: parts[3],
    report,
    broken,
    fault,
    safety: pickleVerdict(report, fault),
  };
  return describe(walked, 'torch.save, the format from before PyTorch 1.6');
}

function describe(walked: Walked, savedWith: string): ModelFacts {
  const { top, safety } = walked;
  const common = { framework: 'pytorch' as const, savedWith, safety };
  const warnings: string[] = [];
  if (!takenByWeightsOnly(walked) && !isHarmless(safety)) {
    warnings.push(
      'torch.load refuses it with weights_only=True, the default since PyTorch 2.6: loading it without that runs what it imports.',
    );
  }
  if (isModule(top)) {
    const name = classOf(top);
    return factsOf({
      ...common,
      format: 'torch-module',
      needs: classNeeds(safety, name),
      warnings: [
        `A whole module, an instance of ${name}: its class must be importable.`,
        ...warnings,
      ],
    });
  }
  const weights = stateDictIn(top);
  if (weights !== null) {
    if (weights.key !== null) {
      warnings.unshift(
        `A checkpoint: the weights are under the key ${JSON.stringify(weights.key)}.`,
      );
    }
    const guess = guessFrom(weights.key === null ? top : entry(top, weights.key));
    if (guess) warnings.push(`By its weights: ${guess.text}.`);
    return factsOf({
      ...common,
      savedWith: lightningOf(top) ?? savedWith,
      ...(guess ? { inputs: [guess.input], outputs: [guess.output] } : {}),
      format: 'torch-state-dict',
      needs: [
        { kind: 'class', name: 'the nn.Module class', why: 'a state_dict holds weights only' },
        ...classNeeds(safety, null),
      ],
      warnings,
    });
  }
  warnings.unshift(
    isTensor(top)
      ? 'A single tensor saved by torch.save, not a model.'
      : 'Saved by torch.save, but neither a state_dict nor a module.',
  );
  return factsOf({ ...common, format: 'pickle', needs: classNeeds(safety, null), warnings });
}

/** Whether runner/weights.py reads it: numpy's numbers and what argparse leaves run no code. */
function isHarmless({ verdict, imports }: Safety): boolean {
  return (
    (verdict === 'known-imports' || verdict === 'data-only') &&
    imports.every((name) => TORCH_WEIGHTS_ONLY.has(name) || BESIDE.test(name))
  );
}

const BESIDE =
  /^(numpy\.(dtype|ndarray|_?core\.multiarray\.(scalar|_reconstruct)|dtypes\.\w+)|argparse\.Namespace|pathlib\.PosixPath|builtins\.(dict|list|set|slice)|collections\.(OrderedDict|defaultdict|deque)|datetime\.timedelta)$/;

/** Lightning's release, where it wrote the checkpoint. */
function lightningOf(top: Value | undefined): string | null {
  const version = entry(top, 'pytorch-lightning_version');
  return typeof version === 'string' && version.length < 40
    ? `Lightning ${version} checkpoint`
    : null;
}

/** Keys under which training programs store the weights in a checkpoint. */
const USUAL = [
  'state_dict',
  'model_state_dict',
  'model_state',
  'model',
  'net',
  'weights',
  'params',
];

/** The key of the weights in a dict; `key` is null if the dict itself is one of tensors. */
function stateDictIn(top: Value | undefined): { key: string | null } | null {
  const tensors = tensorsIn(top);
  if (tensors === null) return null;
  const within = (pairsOf(top) ?? []).filter(
    ([key, value]) => typeof key === 'string' && ((tensorsIn(value) ?? 0) > 0 || isModule(value)),
  );
  const usual = USUAL.find((name) => within.some(([key]) => key === name));
  if (usual !== undefined) return { key: usual };
  if (tensors > 0) return { key: null };
  const first = within[0]?.[0];
  return typeof first === 'string' ? { key: first } : null;
}
