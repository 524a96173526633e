/** Checks the code of TorchScript archives. */
import type { Budget } from '../read/budget.ts';
import { classifyOperator, isTorchClass, reaching } from './operators.ts';
import { type Token, tokensOf } from './script-tokens.ts';

/** Reasons against TorchScript code. */
export interface CodeFindings {
  dangerous: Set<string>;
  unknown: Set<string>;
}

/** Tokens that are examined together: `__torch__.torch.classes.a.B`. */
const TOGETHER = 12;
/** Most findings of each class. */
const MOST_FINDINGS = 50;

/**
 * Checks code by its tokens: operators of `torch` and `ops` against a list, whatever spaces,
 * brackets, comments or line ends are between them. `torch` and `ops` as values are dangerous,
 * because code can pass them on and call them under another name (also by `getattr`).
 * Throws Malformed if the code has a text that does not end.
 * Source: torch 2.13, `script_import` (the names `torch`, `ops`, `__torch__`); every spelling in
 * the tests was loaded by `torch.jit.load`.
 */
export function checkCode(code: string, budget: Budget, findings: CodeFindings): void {
  const window: Token[] = [];
  const tokens = tokensOf(code, budget);
  let before: Token | undefined;
  for (;;) {
    while (window.length < TOGETHER) {
      const { value, done } = tokens.next();
      if (done) break;
      window.push(value);
    }
    const token = window[0];
    if (token === undefined) return;
    if (token.kind === 'name') checkName(before, window, findings);
    before = window.shift();
  }
}

function checkName(before: Token | undefined, window: Token[], found: CodeFindings): void {
  const name = textAt(window, 0);
  if (isMark(before, '.')) {
    // Of any object: torch and its operators could have other names here.
    if (reaching('aten', name) !== null) addDangerous(found, 'aten', name);
    return;
  }
  if (before?.kind === 'name' && (before.text === 'def' || before.text === 'class')) return;
  // A declaration `torch : int` names an attribute of a class.
  if (isMark(window[1], ':')) return;
  const path = pathOf(window);
  if (name === '__torch__') checkClass(path, found);
  if (name === 'torch' || name === 'ops') checkOperator(path, found);
}

/** Checks `torch.NAME` and `ops.NAMESPACE.NAME`; `autograd` of either has torch's operators. */
function checkOperator(path: string[], found: CodeFindings): void {
  if (path[0] === 'torch' && path[1] === 'classes') checkClass(['__torch__', ...path], found);
  let namespace = path[0] === 'torch' ? 'aten' : path[1];
  let at = path[0] === 'torch' ? 1 : 2;
  for (; path[at] === 'autograd'; at++) namespace = 'aten';
  const operator = path[at];
  if (namespace === undefined || operator === undefined) {
    const shown = path.join('.').slice(0, 200);
    add(found.dangerous, `TorchScript code that passes on ${shown}: it can call any operator`);
    return;
  }
  const trust = classifyOperator(namespace, operator);
  if (trust === 'dangerous') addDangerous(found, namespace, operator);
  if (trust === 'unknown') {
    const shown = `ops.${namespace}.${operator}`.slice(0, 200);
    add(found.unknown, `TorchScript operator ${shown}: code from another library`);
  }
}

function addDangerous(found: CodeFindings, namespace: string, operator: string): void {
  const what = reaching(namespace, operator) ?? 'not an operator of torch';
  add(found.dangerous, `TorchScript operator ${namespace}.${operator}: ${what}`.slice(0, 300));
}

/** Checks `__torch__.torch.classes.NAMESPACE.Name`, a class that a C++ library registers. */
function checkClass(path: string[], found: CodeFindings): void {
  const [, torch, classes, namespace, name] = path;
  if ((torch ?? 'torch') !== 'torch' || (classes ?? 'classes') !== 'classes') return;
  if (namespace !== undefined && isTorchClass(namespace)) return;
  const shown = `torch.classes.${namespace ?? '*'}.${name ?? '*'}`.slice(0, 200);
  add(found.unknown, `TorchScript class ${shown}: code from another library`);
}

/** The names joined by dots, from the first token on. */
function pathOf(window: Token[]): string[] {
  const path = [textAt(window, 0)];
  for (let at = 1; isMark(window[at], '.') && window[at + 1]?.kind === 'name'; at += 2) {
    path.push(textAt(window, at + 1));
  }
  return path;
}

function textAt(window: Token[], at: number): string {
  return window[at]?.text ?? '';
}

function isMark(token: Token | undefined, text: string): boolean {
  return token?.kind === 'mark' && token.text === text;
}

function add(set: Set<string>, what: string): void {
  if (set.size < MOST_FINDINGS) set.add(what);
}
