import type { Need, Safety } from '../../core/model-facts.ts';
import { asObject, asText, get, type Json, type JsonObject } from '../read/json.ts';
import { DATA_ONLY, unsafe, worst } from '../safety.ts';
import { classifyCall } from './tf-calls.ts';
import { classifyFunction, classifyKeras, isKerasModule, isKerasString } from './verdict.ts';

/** What loading a configuration needs and could do. */
export interface KerasContents {
  needs: Need[];
  safety: Safety;
}

/** Names that are listed; the verdict is the same with more. */
const MOST_FOUND = 1000;
/** Values that a configuration writes as objects of these names; nothing is looked up for them. */
const VALUES: ReadonlySet<string> = new Set(
  `__keras_tensor__ __tensor__ __numpy__ __bytes__ __ellipsis__ __slice__ __tuple__ TensorShape
   CompositeTensor TypeSpec`.split(/\s+/),
);
/** Settings whose text Keras looks up as a function. */
const LOOKED_UP = ['activation', 'initializer', 'regularizer', 'constraint'];
/** Settings whose text is a file that the layer reads when it is made. */
const FILES: ReadonlySet<string> = new Set(
  `vocabulary idf_weights file path url uri fname filename file_name filepath origin directory
   cache_dir`.split(/\s+/),
);
const FILE_ENDS = ['_path', '_file', '_filename', '_filepath', '_dir', '_url', '_uri'];

/** Part of a configuration, and the object whose settings it belongs to. */
interface Place {
  value: Json;
  owner: string;
  /** Whether that object is Keras's own: what another does with its settings is not known. */
  known: boolean;
}

/**
 * Walks a configuration as `keras.saving.deserialize_keras_object` of Keras 3 and the legacy
 * deserializers of Keras 2 and tf_keras do (keras/src/saving/serialization_lib.py,
 * keras/src/legacy/saving/serialization.py), but every object in it, used or not.
 */
export function walkKeras(config: Json): KerasContents {
  return new Walk().over(config);
}

class Walk {
  readonly #needs = new Map<string, Need>();
  readonly #found = new Map<string, Safety>();

  over(config: Json): KerasContents {
    const waiting: Place[] = [{ value: config, owner: 'Keras', known: true }];
    for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
      const object = asObject(place.value);
      const inside = object === null ? place : this.#object(object, place);
      for (const [key, child] of Object.entries(place.value ?? {}).reverse()) {
        if (typeof child === 'string' && object !== null) this.#text(key, child, inside);
        else if (typeof child === 'object' && child !== null) {
          waiting.push({ ...inside, value: child });
        }
      }
    }
    const safety = worst([DATA_ONLY, ...this.#found.values()]);
    return { needs: [...this.#needs.values()], safety };
  }

  /** Judges one object; gives what its settings belong to. */
  #object(object: JsonObject, place: Place): Place {
    const given = get(object, 'class_name');
    if (given === undefined) return place;
    const name = asText(given);
    const module = asText(get(object, 'module'));
    if (name === null) {
      this.#say('dangerous', `a class name that is no text in ${place.owner}`);
      return place;
    }
    // Some releases look a name with a module up there before they take it for a value.
    if (VALUES.has(name) && !module) return place;
    if (name === '__lambda__') {
      this.#say('dangerous', 'Python bytecode of a Lambda: runs any code');
      return place;
    }
    if (name === 'function') {
      this.#function(object, module);
      return place;
    }
    if (name === '__typespec__') {
      this.#typespec(module, asText(get(object, 'spec_name')));
      return place;
    }
    return { value: null, owner: name, known: this.#class(object, module, name) };
  }

  /** Judges a class; gives whether it is Keras's own. */
  #class(object: JsonObject, module: string | null, name: string): boolean {
    const whole = module ? `${module}.${name}` : name;
    // Only Keras's own layers of these names do what they are known for.
    const isOwn = isKerasModule(module) && !name.includes('>');
    const call = isOwn ? classifyCall(name, get(object, 'config')) : null;
    if (call !== null) {
      if (call.as !== 'known') this.#say('dangerous', `${call.name}: ${call.why}`);
      return true;
    }
    const judged = classifyKeras(module, name);
    if (judged.as === 'dangerous') {
      this.#say('dangerous', `${this.#shown(object, whole)}: ${judged.why}`);
      return false;
    }
    const registered = asText(get(object, 'registered_name'));
    // Where a class is registered under this name, Keras takes that one and no other.
    for (const each of [registered, name]) {
      if (!each?.includes('>') || isKerasString(each)) continue;
      this.#own(each, module);
      return false;
    }
    if (judged.as === 'known') return this.#registered(module, name, registered);
    if (isKerasModule(module)) this.#own(registered ?? name, module, whole);
    else this.#foreign(whole, judged.why);
    return false;
  }

  /**
   * Judges the registered name of a class of Keras, which Keras up to 3.8 takes in that module where
   * the release that is installed has no such class; gives whether it is Keras's own.
   */
  #registered(module: string | null, name: string, registered: string | null): boolean {
    if (registered === null || registered === name) return true;
    const judged = classifyKeras(module, registered);
    const whole = module ? `${module}.${registered}` : registered;
    if (judged.as === 'dangerous') this.#say('dangerous', `${whole}: ${judged.why}`);
    else if (judged.as === 'unknown') this.#own(registered, module, whole);
    return judged.as === 'known';
  }

  /** A Lambda's name says which one it is. */
  #shown(object: JsonObject, whole: string): string {
    const name = asText(get(object, 'config', 'name'));
    if (!/(^|[.>])Lambda$/.test(whole)) return whole;
    return `Lambda layer ${name ?? ''}`.trim();
  }

  #function(object: JsonObject, module: string | null): void {
    const name = asText(get(object, 'config'));
    const registered = asText(get(object, 'registered_name'));
    if (name === null) {
      this.#say('dangerous', 'a function whose name is no text');
      return;
    }
    const asked = registered === null || registered === 'function' ? [name] : [name, registered];
    for (const each of new Set(asked)) {
      const judged = classifyFunction(module, each);
      const whole = module ? `${module}.${each}` : each;
      if (judged.as === 'dangerous') this.#say('dangerous', `${whole}: ${judged.why}`);
      else if (judged.as === 'unknown' && isKerasModule(module)) this.#own(each, module);
      else if (judged.as === 'unknown') this.#foreign(whole, judged.why);
    }
  }

  /** Shapes and dtypes of inputs: TensorFlow's own classes, by their modules. */
  #typespec(module: string | null, name: string | null): void {
    const isTensorflows =
      /^tensorflow\.python\.(framework|ops\.ragged)\.\w+$/.test(module ?? '') &&
      /^(Tensor|SparseTensor|RaggedTensor|IndexedSlices)Spec$/.test(name ?? '');
    if (isTensorflows) return;
    const judged = classifyKeras(module ?? '', name ?? '');
    const verdict = judged.as === 'dangerous' ? 'dangerous' : 'unknown-imports';
    this.#say(verdict, `${module}.${name}: named as a type of input`);
  }

  #text(key: string, text: string, place: Place): void {
    if (LOOKED_UP.some((end) => key === end || key.endsWith(`_${end}`))) {
      if (!isKerasString(text)) this.#own(text, null);
    }
    const isFile = FILES.has(key) || FILE_ENDS.some((end) => key.endsWith(end));
    if (!isFile || text === '') return;
    const reason = `${place.owner} has ${key} ${JSON.stringify(text.slice(0, 100))}`;
    if (place.known) this.#say('dangerous', `${reason}: reads a file that is not the model's`);
    else this.#say('unknown-imports', `${reason}: could read that file`);
  }

  #own(registered: string, module: string | null, shown = registered): void {
    const name = registered.slice(registered.lastIndexOf('>') + 1);
    this.#say('unknown-imports', `${shown}: ${module ? 'not known as Keras' : 'not of Keras'}`);
    this.#need(name);
  }

  #foreign(whole: string, why: string): void {
    this.#say('unknown-imports', `${whole}: ${why}`);
    this.#need(whole);
  }

  #need(name: string): void {
    if (this.#needs.size >= MOST_FOUND) return;
    const why = 'the model has an object of this class';
    this.#needs.set(name, { kind: 'class', name, why });
  }

  #say(verdict: 'unknown-imports' | 'dangerous', reason: string): void {
    const key = `${verdict} ${reason}`;
    // A list that is full must not hide the worst.
    const full = this.#found.size >= (verdict === 'dangerous' ? 2 : 1) * MOST_FOUND;
    if (!full) this.#found.set(key, unsafe(verdict, [reason]));
  }
}
