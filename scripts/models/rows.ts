/** The models of `npm run models`: what a person brings, and what the framework itself gives. */

/** One model. Paths start at test/fixtures. */
export interface ModelRow {
  name: string;
  /** What a person has, in a few words. */
  brings: string;
  model: string;
  /** Where it comes from; `made` with the framework for these tests. */
  from: string;
  byOthers: boolean;
  /** Files under the names that the image takes and gives: the inputs, then what must come out. */
  files: string;
  /** Beside the model: what the person types. */
  flags?: string[];
  /** Its loader runs code that the person has to trust. */
  mustTrust?: true;
}

const SPEC = 'bioimage-io/spec-bioimage-io (MIT)';
const MODEL_ZOO = 'Project-MONAI/model-zoo (Apache-2.0), made small';
const ONNX_TESTS = 'onnx backend tests (Apache-2.0), exported from PyTorch';

const made = (
  name: string,
  brings: string,
  model: string,
  more: Partial<ModelRow> = {},
): ModelRow => ({
  ...{ name, brings, model, from: 'made', byOthers: false, files: `cases/expected/${name}` },
  ...more,
});

const digits = (file: string, brings: string, more: Partial<ModelRow> = {}): ModelRow =>
  made(file, brings, `models/${file}`, { files: `expected/${file}`, ...more });

/** Medical ones first. */
export const ROWS: readonly ModelRow[] = [
  made(
    'nnunet_2d',
    'nnU-Net results folder, 2-D, one channel',
    'cases/nnunet/nnUNetTrainer__nnUNetPlans__2d',
  ),
  made(
    'nnunet_3d',
    'nnU-Net results folder, 3-D, two channels, two folds',
    'cases/made/nnunet/nnUNetTrainer__nnUNetPlans__3d_fullres',
  ),
  made('monai_spleen', 'MONAI bundle', 'cases/monai_bundle_spleen', {
    from: MODEL_ZOO,
    byOthers: true,
  }),
  made('monai_two_channels', 'MONAI bundle, two files in, YAML', 'cases/made/monai_two_channels'),
  made('bioimageio_unet2d', 'BioImage.IO 0.5, weights and code', 'cases/bioimageio_unet2d', {
    ...{ from: SPEC, byOthers: true },
  }),
  made(
    'bioimageio_torchscript',
    'BioImage.IO 0.4, TorchScript',
    'cases/made/bioimageio_torchscript',
  ),
  digits('ball.onnx', 'ONNX segmentation of volumes', {
    flags: ['--input', 'volume:.nii.gz', '--output', 'mask:segmentation:.nii.gz'],
  }),
  made(
    'columns_by_name',
    'scikit-learn pipeline with a ColumnTransformer',
    'cases/sklearn/columns_by_name_sk191.pkl',
  ),
  made('named', 'scikit-learn regression of named columns', 'cases/sklearn/named.joblib'),
  made('imblearn', 'imbalanced-learn pipeline', 'cases/sklearn/imblearn_pipeline.pkl'),
  made('histgb', 'scikit-learn boosting with categories', 'cases/sklearn/histgb_cat_sk191.pkl'),
  digits('digits_sklearn.joblib', 'scikit-learn classifier (joblib)'),
  digits('digits_forest.joblib', 'scikit-learn forest (joblib)'),
  digits('digits_xgboost.json', 'XGBoost (JSON)'),
  digits('digits_xgboost.ubj', 'XGBoost (UBJSON)'),
  digits('digits_lightgbm.txt', 'LightGBM (text)'),
  made('xgboost_binf', 'XGBoost, old binary', 'cases/xgboost/legacy_binf.bst', {
    ...{ from: 'kserve/kserve (Apache-2.0)', byOthers: true },
  }),
  made('xgboost_176', 'XGBoost 1.7, old binary', 'cases/xgboost/xgb176.model'),
  made('catboost', 'CatBoost (.cbm)', 'cases/catboost/model.cbm', {
    ...{ from: 'SeldonIO/MLServer (Apache-2.0)', byOthers: true },
  }),
  made('skl2onnx', 'ONNX of skl2onnx, scores as maps', 'cases/onnx/skl2onnx.onnx'),
  made('ir14', 'ONNX of the newest IR', 'cases/onnx/ir14.onnx'),
  digits('digits_sklearn.onnx', 'ONNX of a scikit-learn classifier'),
  digits('linear.onnx', 'ONNX, one layer'),
  digits('linear_external.onnx', 'ONNX with its weights beside it'),
  made('script_instance', 'TorchScript of two inputs', 'cases/torch/script_instance_not_self.pt'),
  digits('torchscript.pt', 'TorchScript (script)'),
  digits('traced.pt', 'TorchScript (trace)'),
  digits('export.pt2', 'torch.export'),
  digits('state_dict.pt', 'PyTorch state_dict, class in a module', {
    flags: ['--code', 'make/digits_net.py'],
  }),
  digits('module.pt', 'PyTorch module, pickled whole', {
    ...{ flags: ['--code', 'make/digits_net.py'], mustTrust: true },
  }),
  digits('digits.keras', 'Keras (.keras)'),
  digits('two_inputs.keras', 'Keras, two inputs and outputs'),
  digits('digits.h5', 'Keras (.h5)'),
  digits('digits_keras2.h5', 'Keras 2 (.h5)'),
  made(
    'keras2_depthwise',
    'Keras 2 (.h5) that Keras 3 refuses',
    'cases/tensorflow/keras2_depthwise.h5',
  ),
  digits('digits_savedmodel', 'TensorFlow SavedModel'),
  made(
    'keras2_adam',
    'SavedModel of Keras 2 with its optimizer',
    'cases/tensorflow/keras2_adam_savedmodel',
  ),
  made('frozen_samplenet', 'TensorFlow 1 frozen graph', 'cases/tensorflow/frozen_samplenet.pb', {
    ...{ from: 'openvinotoolkit/open_model_zoo (Apache-2.0)', byOthers: true },
  }),
  digits('digits.tflite', 'TensorFlow Lite'),
  digits('digits_huggingface', 'Hugging Face directory, raw tensors', {
    flags: ['--input', 'pixel_values:.npy', '--output', 'logits:.npy'],
  }),
  made('huggingface_vit', 'Hugging Face image classifier', 'cases/huggingface_vit'),
  made('sentence_transformers', 'sentence-transformers', 'cases/sentence_transformers'),
  made('mlflow_sklearn_skops', 'MLflow, scikit-learn as skops', 'cases/mlflow/sklearn_skops'),
  made('mlflow_catboost', 'MLflow, CatBoost', 'cases/mlflow/catboost'),
  made('mlflow_pyfunc', 'MLflow, Python function', 'cases/mlflow/pyfunc', { mustTrust: true }),
  ...(
    'Conv1d Conv1d_dilated Conv1d_groups Conv1d_pad1 Conv1d_stride Conv2d Conv2d_depthwise Conv2d_dilated Conv2d_groups ' +
    'Conv2d_padding Conv2d_strided Conv3d Conv3d_dilated Conv3d_groups Conv3d_stride ConvTranspose2d ELU Embedding ' +
    'LeakyReLU LogSoftmax MaxPool2d MaxPool3d ReLU SELU Sigmoid Softmax Tanh'
  )
    .split(' ')
    .map((name) =>
      made(
        `onnx_${name}`,
        `ONNX, ${name}`,
        `/usr/share/libonnx-testdata/data/pytorch-converted/test_${name}/model.onnx`,
        {
          ...{ from: ONNX_TESTS, byOthers: true },
        },
      ),
    ),
];
