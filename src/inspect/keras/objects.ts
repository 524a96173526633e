/** Keras objects within JSON of any kind. */
import type { Safety } from '../../core/model-facts.ts';
import { asObject, asText, get, type Json } from '../read/json.ts';
import { unsafe } from '../safety.ts';
import { walkKeras } from './walk.ts';

/**
 * The dangerous Keras objects in a JSON value, such as a KerasHub preset: objects with a module and
 * a class (`deserialize_keras_object`). Modules outside Keras are checked elsewhere.
 */
export function kerasObjects(json: Json, shown: string): Safety[] {
  const reasons = new Set<string>();
  const waiting: Json[] = [json];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (typeof next !== 'object' || next === null) continue;
    if (isKerasObject(next)) {
      const { safety } = walkKeras(next);
      const worst = safety.verdict === 'dangerous' ? (safety.reasons ?? []) : [];
      for (const reason of worst) reasons.add(`${reason} (in ${shown})`);
    } else for (const child of Object.values(next)) waiting.push(child);
  }
  return reasons.size === 0 ? [] : [unsafe('dangerous', [...reasons].slice(0, 50))];
}

function isKerasObject(value: Json): boolean {
  const named = asText(get(value, 'class_name')) !== null;
  return named && get(value, 'module') !== undefined && asObject(value) !== null;
}
