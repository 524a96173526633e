/** The verdict on the operators of an ONNX model. */
import type { Safety } from '../../core/model-facts.ts';
import { DATA_ONLY, unsafe, worst } from '../safety.ts';
import type { OnnxModel } from './graph.ts';

/**
 * Operator domains of onnx and onnxruntime (onnxruntime/core/graph/constants.h). Any other domain
 * needs a library of operators, which is machine code.
 */
const BUILT_IN: ReadonlySet<string> = new Set([
  '',
  'ai.onnx',
  'ai.onnx.ml',
  'ai.onnx.training',
  'ai.onnx.preview',
  'ai.onnx.preview.training',
  'com.microsoft',
  'com.microsoft.experimental',
  'com.microsoft.nchwc',
  'com.microsoft.mlfeaturizers',
  'com.ms.internal.nhwc',
  'org.pytorch.aten',
]);

/** Operators of those domains that do more than compute, in builds that have them. */
const REACHING: ReadonlyMap<string, string> = new Map([
  ['com.microsoft:PyOp', 'runs a class of Python that it names'],
  ['com.microsoft:PythonOp', 'runs a function of Python that is registered'],
  ['com.microsoft:PythonOpGrad', 'runs a function of Python that is registered'],
  ['com.microsoft:TritonOp', 'runs a kernel that is registered'],
  ['com.microsoft:ExternalOp', 'runs code that is registered'],
  ['com.microsoft:EPContext', 'runs a compiled model, which can lie in another file'],
]);

/**
 * The metadata key of session options, which can name files to write. It is read if
 * ORT_LOAD_CONFIG_FROM_MODEL is set (onnxruntime/core/session/inference_session_utils.h).
 */
const SESSION = 'ort_config';

/**
 * Finds the operators that onnxruntime does not include.
 * @returns their domains, sorted, and the verdict on running the model
 */
export function checkOperators(model: OnnxModel): { domains: string[]; safety: Safety } {
  const domains = new Set([...model.opsets.keys()].filter((domain) => !BUILT_IN.has(domain)));
  const found: Safety[] = [DATA_ONLY];
  const defined = new Set([...model.functions].map(domainOf));
  for (const domain of domains) if (defined.has(domain)) domains.delete(domain);
  for (const operator of [...model.operators].sort()) {
    const why = REACHING.get(operator);
    if (why !== undefined) found.push(unknown(`${operator.replace(':', '.')}: ${why}`));
    // A function of the model overrides an operator of the same name; its nodes are checked too.
    if (model.functions.has(operator)) continue;
    if (!BUILT_IN.has(domainOf(operator))) domains.add(domainOf(operator));
  }
  if (model.properties.has(SESSION)) {
    found.push(unknown(`${SESSION}: settings that onnxruntime applies if it is configured to`));
  }
  const sorted = [...domains].sort();
  for (const domain of sorted) {
    found.push(
      unknown(`operators of ${domain}: machine code of a library that must be registered`),
    );
  }
  return { domains: sorted, safety: worst(found) };
}

function domainOf(operator: string): string {
  return operator.slice(0, operator.lastIndexOf(':'));
}

function unknown(reason: string): Safety {
  return unsafe('unknown-imports', [reason]);
}
