/** The verdict on TensorFlow graphs. */
import type { Safety } from '../../core/model-facts.ts';
import type { Field, ProtobufReader } from '../read/protobuf.ts';
import { DATA_ONLY, unsafe, worst } from '../safety.ts';
import { readScopes, type Scope } from './graph.ts';
import { type Assets, type Bindings, checkPaths, PATH_OPERATIONS } from './paths.ts';
import { classifyOperation } from './verdict.ts';

/** Streams that PrintV2 may write to; anything else is a file. */
const STREAMS: ReadonlySet<string> = new Set(
  'stderr stdout log(info) log(warning) log(error)'.split(' '),
);

/**
 * The verdict on running a graph and the functions of its library.
 * @param messages the GraphDefs of one model, which protobuf merges
 */
export function graphSafety(
  reader: ProtobufReader,
  messages: Field[],
  assets: Assets,
  bindings: Bindings,
): Safety {
  const scopes = readScopes(reader, messages);
  const functions = new Set(scopes.map((scope) => scope.name));
  const operations = new Set(scopes.flatMap((scope) => [...scope.operations]));
  const found = [DATA_ONLY];
  for (const operation of [...operations].sort()) {
    if (PATH_OPERATIONS.has(operation)) continue;
    const trust = classifyOperation(operation);
    // A function can have the name of an operation; loaders differ in which of them they run.
    if (trust.as === 'known' || (trust.as === 'unknown' && functions.has(operation))) continue;
    const reason = `TensorFlow operation ${operation}: ${trust.why}`;
    found.push(unsafe(trust.as === 'dangerous' ? 'dangerous' : 'unknown-imports', [reason]));
  }
  for (const reason of checkPaths(scopes, assets, bindings)) {
    const mild = reason.endsWith('only the loader can call');
    found.push(unsafe(mild ? 'unknown-imports' : 'dangerous', [reason]));
  }
  found.push(...printing(scopes));
  return worst(found);
}

function printing(scopes: Scope[]): Safety[] {
  const found: Safety[] = [];
  for (const scope of scopes) {
    for (const node of scope.nodesOf((op) => op === 'PrintV2')) {
      const stream = node.texts.get('output_stream') ?? 'stderr';
      if (STREAMS.has(stream)) continue;
      const reason = `TensorFlow operation PrintV2: writes a file, ${JSON.stringify(stream)}`;
      found.push(unsafe('dangerous', [reason.slice(0, 200)]));
      if (found.length > 100) return found;
    }
  }
  return found;
}
