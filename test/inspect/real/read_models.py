"""Reads models with their own frameworks, to compare the inspector's answers with.

Takes lines on standard input, `FORMAT<TAB>PATH`, and prints one JSON object per line: what the
framework says of names, dtypes and shapes, in the inspector's terms, or `{"error": ...}`.
It imports a framework only when a file needs it. It loads models, so run it on files you trust.
"""

import json
import os
import sys
import warnings

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "")
warnings.simplefilter("ignore")


def tensor(name, dtype, shape):
    return {"name": name, "dtype": dtype, "shape": shape}


def read_onnx(path):
    import onnx

    model = onnx.load(path, load_external_data=False)
    given = {each.name for each in model.graph.initializer}
    given |= {each.values.name for each in model.graph.sparse_initializer}
    names = {
        onnx.TensorProto.STRING: "str",
        onnx.TensorProto.BFLOAT16: "bfloat16",
        onnx.TensorProto.FLOAT4E2M1: "float4_e2m1fn",
        onnx.TensorProto.FLOAT8E8M0: "float8_e8m0fnu",
    }

    def describe(value):
        kind = value.type.WhichOneof("value")
        if kind not in ("tensor_type", "sparse_tensor_type"):
            return tensor(value.name, None, None)
        of = getattr(value.type, kind)
        dtype = names.get(of.elem_type)
        if dtype is None and of.elem_type:
            dtype = onnx.helper.tensor_dtype_to_np_dtype(of.elem_type).name
        shape = None
        if of.HasField("shape"):
            shape = [
                d.dim_value if d.HasField("dim_value") and d.dim_value >= 0 else None
                for d in of.shape.dim
            ]
        return tensor(value.name, dtype, shape)

    return {
        "inputs": [describe(v) for v in model.graph.input if v.name not in given],
        "outputs": [describe(v) for v in model.graph.output],
    }


def read_keras(path):
    import shutil
    import tempfile

    import h5py
    import keras

    # Keras goes by the extension; the file's own may be .hdf5 or .hd5.
    with tempfile.TemporaryDirectory() as directory:
        ending = ".h5" if h5py.is_hdf5(path) else ".keras"
        copy = shutil.copyfile(path, os.path.join(directory, "model" + ending))
        model = keras.saving.load_model(copy, compile=False, safe_mode=True)
    names = {"string": "str"}
    inputs = [tensor(i.name, names.get(i.dtype, i.dtype), list(i.shape)) for i in model.inputs]
    return {"inputs": inputs}


def read_savedmodel(path):
    import tensorflow as tf
    from tensorflow.python.saved_model import loader_impl

    # Parsed, not loaded: loading needs what the operations of the model need.
    graphs = loader_impl.parse_saved_model(path).meta_graphs
    graph = next((g for g in graphs if "serve" in g.meta_info_def.tags), graphs[0])
    names = sorted(n for n in graph.signature_def if n != "__saved_model_init_op")
    signature = graph.signature_def["serving_default" if "serving_default" in names else names[0]]

    def describe(name, info):
        dtype = tf.dtypes.as_dtype(info.dtype)
        shape = tf.TensorShape(info.tensor_shape)
        return tensor(
            name,
            "str" if dtype == tf.string else dtype.name,
            None if shape.rank is None else shape.as_list(),
        )

    return {
        "inputs": [describe(n, signature.inputs[n]) for n in sorted(signature.inputs)],
        "outputs": [describe(n, signature.outputs[n]) for n in sorted(signature.outputs)],
    }


def read_tflite(path):
    import numpy
    import tensorflow as tf

    reader = tf.lite.Interpreter(model_path=path)
    signatures = reader.get_signature_list()

    def describe(detail, name):
        dtype = numpy.dtype(detail["dtype"]).name
        shape = [None if d < 0 else int(d) for d in detail["shape_signature"]]
        return tensor(name, "str" if dtype in ("bytes", "str") else dtype, shape)

    if signatures:
        key = "serving_default" if "serving_default" in signatures else sorted(signatures)[0]
        runner = reader.get_signature_runner(key)
        inputs, outputs = runner.get_input_details(), runner.get_output_details()
        return {
            "inputs": sorted((describe(d, n) for n, d in inputs.items()), key=lambda t: t["name"]),
            "outputs": sorted(
                (describe(d, n) for n, d in outputs.items()), key=lambda t: t["name"]
            ),
            "unordered": True,
        }
    return {
        "inputs": [describe(d, d["name"]) for d in reader.get_input_details()],
        "outputs": [describe(d, d["name"]) for d in reader.get_output_details()],
    }


def read_torchscript(path):
    import torch

    schema = torch.jit.load(path, map_location="cpu").forward.schema
    return {"names": [argument.name for argument in schema.arguments if argument.name != "self"]}


def read_torch_export(path):
    import torch

    with open(path, "rb") as file:
        program = torch.export.load(file)
    graph = {node.name: node for node in program.graph.nodes}

    def describe(name):
        value = graph[name].meta["val"]
        shape = [d if isinstance(d, int) else None for d in value.shape]
        return tensor(name, str(value.dtype).removeprefix("torch."), shape)

    return {
        "inputs": [describe(n) for n in program.graph_signature.user_inputs],
        "outputs": [describe(n) for n in program.graph_signature.user_outputs],
    }


def read_torch_save(path):
    import torch

    try:
        torch.load(path, map_location="cpu", weights_only=True)
        return {"weights_only": True}
    except Exception as error:
        if "Unsupported global" in str(error) or "weights_only" in str(error).lower():
            return {"weights_only": False}
        raise


def read_sklearn(path):
    import joblib

    model = joblib.load(path)
    return {"features": getattr(model, "n_features_in_", None)}


def read_xgboost(path):
    import xgboost

    # XGBoost tells its two formats by the extension; from memory, by content.
    with open(path, "rb") as file:
        model = xgboost.Booster(model_file=bytearray(file.read()))
    return {"features": model.num_features()}


def read_lightgbm(path):
    import lightgbm

    return {"features": lightgbm.Booster(model_file=path).num_feature()}


def read_safetensors(path):
    import safetensors

    with safetensors.safe_open(path, framework="np") as file:
        return {"tensors": len(list(file.keys()))}


def read_pickle(path):
    import bz2
    import gzip
    import lzma
    import zlib

    from unpickle_names import names

    with open(path, "rb") as file:
        content = file.read()
    # What joblib compresses by.
    packed = {b"\x1f\x8b": gzip, b"BZ": bz2, b"\xfd7": lzma, b"\x5d\x00": lzma, b"\x78": zlib}
    for magic, module in packed.items():
        if content.startswith(magic):
            content = module.decompress(content)
            break
    return {"imports": names(content)}


READERS = {
    "onnx": read_onnx,
    "keras": read_keras,
    "keras-h5": read_keras,
    "tensorflow-savedmodel": read_savedmodel,
    "tflite": read_tflite,
    "torchscript": read_torchscript,
    "torch-export": read_torch_export,
    "torch-state-dict": read_torch_save,
    "torch-module": read_torch_save,
    "sklearn": read_sklearn,
    "xgboost-json": read_xgboost,
    "xgboost-ubj": read_xgboost,
    "lightgbm": read_lightgbm,
    "safetensors": read_safetensors,
    "pickle": read_pickle,
}


def main():
    for line in sys.stdin:
        kind, path = line.rstrip("\n").split("\t")
        try:
            answer = READERS[kind](path) if kind in READERS else {}
        except Exception as error:
            answer = {"error": f"{type(error).__name__}: {error}"[:300]}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
