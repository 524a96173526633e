/** Binary files of CatBoost and of XGBoost before 3.1: recognised by how they start. */
import type { ModelFacts } from '../../core/model-facts.ts';
import type { FileCandidate } from '../candidate.ts';
import { factsOf } from '../facts.ts';

/** CatBoost's binary format (catboost/libs/model/model.cpp: the magic number, then a flatbuffer). */
export function isCatboost(file: FileCandidate): boolean {
  return file.startsWith('CBM1');
}

/** CatBoost's JSON format: an object with the model's information and its trees. */
export function isCatboostJson(file: FileCandidate): boolean {
  const head = file.head.toString('latin1');
  return /^\s*\{/.test(head) && /"(model_info|oblivious_trees|features_info)"\s*:/.test(head);
}

/** Facts of a CatBoost model. */
export async function readCatboost(file: FileCandidate): Promise<ModelFacts> {
  return factsOf({
    format: 'catboost',
    savedWith: isCatboost(file) ? 'CatBoost, binary' : 'CatBoost, JSON',
    needs: [{ kind: 'package', name: 'catboost', why: 'the model is a CatBoost file' }],
  });
}

/** The old binary format of XGBoost, `binf`; 3.1 was the first release that does not read it. */
export function isXgboostBinary(file: FileCandidate): boolean {
  return file.startsWith('binf');
}

/** Facts of such a file: it holds numbers only. */
export async function readXgboostBinary(): Promise<ModelFacts> {
  return factsOf({
    format: 'xgboost-binary',
    framework: 'xgboost',
    savedWith: 'XGBoost before 3.1, binary',
    needs: [
      {
        kind: 'package',
        name: 'xgboost',
        specifier: '<3.1',
        why: 'the old binary format, which XGBoost 3.1 and later refuse',
      },
    ],
  });
}
