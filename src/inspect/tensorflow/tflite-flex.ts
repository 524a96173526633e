/** Flex operators of TensorFlow Lite, which run TensorFlow operations. */
import type { Safety } from '../../core/model-facts.ts';
import type { Budget } from '../read/budget.ts';
import type { Table } from '../read/flatbuffer.ts';
import { textsOf } from '../read/flexbuffer.ts';
import { isMalformed } from '../read/malformed.ts';
import { ProtobufReader } from '../read/protobuf.ts';
import { BufferSource } from '../read/source.ts';
import { DATA_ONLY, unsafe, worst } from '../safety.ts';
import { readScopes } from './graph.ts';
import { graphSafety } from './safety.ts';

/** Field numbers of the tables (tensorflow/compiler/mlir/lite/schema/schema.fbs). */
const OPERATORS_OF_SUBGRAPH = 3;
const OPERATOR = { code: 0, options: 5, largeOptions: 9 };
const UNREADABLE = 'an operator of TensorFlow (Flex) whose settings cannot be read';

/**
 * The verdict on Flex operators. The TensorFlow operation that one runs is defined by its settings, a
 * flexbuffer with a name and a NodeDef, not by its name
 * (tensorflow/lite/delegates/flex/kernel.cc, OpNode::InitializeNodeDef).
 * @param names of custom operators, by the number of the operator code; null for others
 */
export function flexSafety(subgraphs: Table[], names: (string | null)[], budget: Budget): Safety {
  if (!names.some((name) => name?.startsWith('Flex'))) return DATA_ONLY;
  const found = new Map<string, Safety>();
  for (const subgraph of subgraphs) {
    for (const operator of subgraph.tables(OPERATORS_OF_SUBGRAPH)) {
      budget.check();
      const name = names[operator.int32(OPERATOR.code) ?? 0];
      if (!name?.startsWith('Flex')) continue;
      const safety = operatorSafety(name, operator, budget);
      found.set(`${safety.verdict} ${safety.reasons?.join()}`, safety);
    }
  }
  return worst([DATA_ONLY, ...found.values()]);
}

function operatorSafety(name: string, operator: Table, budget: Budget): Safety {
  const options = operator.bytes(OPERATOR.options);
  if (options === null || operator.int32(OPERATOR.largeOptions) !== null) {
    return unsafe('dangerous', [UNREADABLE]);
  }
  try {
    const [operation = Buffer.of(), node = Buffer.of()] = textsOf(options, 2);
    const graph = graphOf(node);
    const reader = new ProtobufReader(new BufferSource(graph, budget));
    const whole = { number: 2, wire: 2 as const, value: 0, start: 0, end: graph.length };
    const operations = new Set(readScopes(reader, [whole]).flatMap((each) => [...each.operations]));
    operations.add(operation.toString('utf8'));
    const others = [...operations].filter((each) => `Flex${each}` !== name);
    return worst([
      graphSafety(reader, [whole], new Set(), new Map()),
      others.length === 0
        ? DATA_ONLY
        : unsafe('dangerous', [
            `TensorFlow Lite operator ${name}: runs ${JSON.stringify(others[0]?.slice(0, 100))}, not the operation in its name`,
          ]),
    ]);
  } catch (error) {
    if (!isMalformed(error) || error.kind === 'limit') throw error;
    return unsafe('dangerous', [UNREADABLE]);
  }
}

/** A GraphDef with this one NodeDef. */
function graphOf(node: Buffer): Buffer {
  const head = [0x0a];
  for (let rest = node.length; ; rest >>>= 7) {
    head.push((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0));
    if (rest <= 0x7f) break;
  }
  return Buffer.concat([Buffer.from(head), node]);
}
