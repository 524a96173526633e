/** Walks a Keras configuration and classifies every object in it. */
import type { Need, Safety } from '../../core/model-facts.ts';
import { asObject, asText, get, type Json, type JsonObject } from '../read/json.ts';
import { DATA_ONLY, unsafe, worst } from '../safety.ts';
import { classifyCall } from './tf-calls.ts';
import { classifyFunction, classifyKeras, isKerasModule, isKerasString } from './verdict.ts';

/** What loading a configuration needs and what it could do. */
export interface KerasContents {
  needs: Need[];
  safety: Safety;
}

/** Most names that are listed; more do not change the verdict. */
const MOST_FOUND = 1000;
/** Names under which a configuration stores values; Keras looks nothing up for them. */
const VALUES: ReadonlySet<string> = new Set(
  `__keras_tensor__ __tensor__ __numpy__ __bytes__ __ellipsis__ __slice__ __tuple__ TensorShape
   CompositeTensor TypeSpec`.split(/\s+/),
);
/** Settings whose text Keras resolves to a function. */
const LOOKED_UP = ['activation', 'initializer', 'regularizer', 'constraint'];
/** Settings that name a file which the layer reads when it is created. */
const FILES: ReadonlySet<string> = new Set(
  `vocabulary idf_weights file path url uri fname filename file_name filepath origin directory
   cache_dir`.split(/\s+/),
);
const FILE_ENDS = ['_path', '_file', '_filename', '_filepath', '_dir', '_url', '_uri'];

/** A part of a configuration, and the object that it is a setting of. */
interface Place {
  value: Json;
  owner: string;
  /** Whether that object is part of Keras: what others do with their settings is unknown. */
  known: boolean;
}

/**
 * Walks a configuration as `keras.saving.deserialize_keras_object` of Keras 3 and the legacy
 * deserializers of Keras 2 and tf_keras do (keras/src/saving/serialization_lib.py,
 * keras/src/legacy/saving/serialization.py), including objects that they would not use.
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

  /** Classifies one object; returns the place of its settings. */
  #object(object: JsonObject, place: Place): Place {
    const given = get(object, 'class_name');
    if (given === undefined) return place;
    const name = asText(given);
    const module = asText(get(object, 'module'));
    if (name === null) {
      this.#say('dangerous', `a class name that is not text in ${place.owner}`);
      return place;
    }
    // Some releases look up a name with a module before they treat it as a value.
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

  /** Classifies a class; returns whether it is part of Keras. */
  #class(object: JsonObject, module: string | null, name: string): boolean {
    const whole = module ? `${module}.${name}` : name;
    // Only layers of Keras itself are known to do what these names say.
    const isKeras = isKerasModule(module) && !name.includes('>');
    const call = isKeras ? classifyCall(name, get(object, 'config')) : null;
    if (call !== null) {
      if (call.as !== 'known') this.#say('dangerous', `${call.name}: ${call.why}`);
      return true;
    }
    const trust = classifyKeras(module, name);
    if (trust.as === 'dangerous') {
      this.#say('dangerous', `${this.#shown(object, whole)}: ${trust.why}`);
      return false;
    }
    const registered = asText(get(object, 'registered_name'));
    // Keras prefers a class that is registered under this name.
    for (const each of [registered, name]) {
      if (!each?.includes('>') || isKerasString(each)) continue;
      this.#custom(each, module);
      return false;
    }
    if (trust.as === 'known') return this.#registered(module, name, registered);
    if (isKerasModule(module)) this.#custom(registered ?? name, module, whole);
    else this.#foreign(whole, trust.why);
    return false;
  }

  /**
   * Classifies the registered name of a Keras class, which Keras up to 3.8 looks up in that module if
   * the installed release has no such class; returns whether it is part of Keras.
   */
  #registered(module: string | null, name: string, registered: string | null): boolean {
    if (registered === null || registered === name) return true;
    const trust = classifyKeras(module, registered);
    const whole = module ? `${module}.${registered}` : registered;
    if (trust.as === 'dangerous') this.#say('dangerous', `${whole}: ${trust.why}`);
    else if (trust.as === 'unknown') this.#custom(registered, module, whole);
    return trust.as === 'known';
  }

  /** The name to show; a Lambda layer is shown with its own name. */
  #shown(object: JsonObject, whole: string): string {
    const name = asText(get(object, 'config', 'name'));
    if (!/(^|[.>])Lambda$/.test(whole)) return whole;
    return `Lambda layer ${name ?? ''}`.trim();
  }

  #function(object: JsonObject, module: string | null): void {
    const name = asText(get(object, 'config'));
    const registered = asText(get(object, 'registered_name'));
    if (name === null) {
      this.#say('dangerous', 'a function whose name is not text');
      return;
    }
    const asked = registered === null || registered === 'function' ? [name] : [name, registered];
    for (const each of new Set(asked)) {
      const trust = classifyFunction(module, each);
      const whole = module ? `${module}.${each}` : each;
      if (trust.as === 'dangerous') this.#say('dangerous', `${whole}: ${trust.why}`);
      else if (trust.as === 'unknown' && isKerasModule(module)) this.#custom(each, module);
      else if (trust.as === 'unknown') this.#foreign(whole, trust.why);
    }
  }

  /** Classifies a type of input: TensorFlow's spec classes are known, by their modules. */
  #typespec(module: string | null, name: string | null): void {
    const isTensorflows =
      /^tensorflow\.python\.(framework|ops\.ragged)\.\w+$/.test(module ?? '') &&
      /^(Tensor|SparseTensor|RaggedTensor|IndexedSlices)Spec$/.test(name ?? '');
    if (isTensorflows) return;
    const trust = classifyKeras(module ?? '', name ?? '');
    const verdict = trust.as === 'dangerous' ? 'dangerous' : 'unknown-imports';
    this.#say(verdict, `${module}.${name}: named as a type of input`);
  }

  #text(key: string, text: string, place: Place): void {
    if (LOOKED_UP.some((end) => key === end || key.endsWith(`_${end}`))) {
      if (!isKerasString(text)) this.#custom(text, null);
    }
    const isFile = FILES.has(key) || FILE_ENDS.some((end) => key.endsWith(end));
    if (!isFile || text === '') return;
    const reason = `${place.owner} has ${key} ${JSON.stringify(text.slice(0, 100))}`;
    if (place.known) this.#say('dangerous', `${reason}: reads a file outside the model`);
    else this.#say('unknown-imports', `${reason}: could read that file`);
  }

  #custom(registered: string, module: string | null, shown = registered): void {
    const name = registered.slice(registered.lastIndexOf('>') + 1);
    this.#say(
      'unknown-imports',
      `${shown}: ${module ? 'not a known part of Keras' : 'not part of Keras'}`,
    );
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
    // A full list must not hide a dangerous name.
    const full = this.#found.size >= (verdict === 'dangerous' ? 2 : 1) * MOST_FOUND;
    if (!full) this.#found.set(key, unsafe(verdict, [reason]));
  }
}
