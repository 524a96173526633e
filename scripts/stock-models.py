"""Makes models of stock parts only, for scripts/stock-models.ts to inspect: none may be dangerous.

    python scripts/stock-models.py DIRECTORY [--tf-keras]

With keras and tensorflow: every class of keras.layers, optimizers, losses and metrics with its
default settings, applications without weights, as .keras; some trained ones as .keras, .h5 and
SavedModel. With --tf-keras (TF_USE_LEGACY_KERAS): the same of tf_keras as .h5 and SavedModel.
"""

import inspect
import json
import os
import sys
import zipfile

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
LEGACY = "--tf-keras" in sys.argv
if LEGACY:
    import tf_keras as keras
else:
    import keras

import h5py  # noqa: E402
import numpy as np  # noqa: E402
import tensorflow as tf  # noqa: E402

OUT = sys.argv[1]
os.makedirs(OUT, exist_ok=True)
PREFIX = "tf_" if LEGACY else ""
# They hold code of a person, so that a verdict better than dangerous would be wrong.
CODE = {"Lambda", "TorchModuleWrapper", "FlaxLayer", "JaxLayer", "TFSMLayer"}
ARGUMENTS = {
    "units": 2, "filters": 2, "kernel_size": 2, "rate": 0.1, "n": 2, "dims": (1,), "target_shape": (2, 2),
    "equation": "ab,bc->ac", "output_shape": 2, "input_dim": 4, "output_dim": 3, "axes": 1, "num_heads": 2,
    "key_dim": 2, "num_bins": 4, "factor": 0.1, "height": 4, "width": 4, "height_factor": 0.1, "scale": 0.5,
    "stddev": 0.1, "alpha": 0.1, "num_tokens": 4, "max_value": 1.0, "output_size": 2, "l2": 0.1, "head_dim": 2,
    "num_query_heads": 2, "num_key_value_heads": 1, "bin_boundaries": [0.0, 1.0], "num_classes": 2,
    "thresholds": 0.5, "recall": 0.5, "precision": 0.5, "specificity": 0.5, "sensitivity": 0.5, "name": "m",
    "target_class_ids": [0], "decay_steps": 10, "decay_rate": 0.9, "initial_learning_rate": 0.1,
    "first_decay_steps": 10, "boundaries": [1], "values": [0.1, 0.2], "max_bounding_boxes": 2, "value_range": (0, 1),
    "pool_size": 2, "lower": 0.1, "upper": 0.2, "transforms": [], "size": 2, "num_samples": 2, "loss_fn": None,
}


def make(cls):
    """An instance with default settings, None where it has none."""
    inner = {"layer", "cell", "cells", "forward_layer"}
    parameters = inspect.signature(cls.__init__).parameters
    given = {}
    for name, parameter in list(parameters.items())[1:]:
        if parameter.default is not inspect.Parameter.empty or parameter.kind in (2, 4):
            continue
        if name in inner:
            cell = cls.__name__ in ("RNN", "StackedRNNCells")
            one = keras.layers.LSTMCell(2) if cell else keras.layers.LSTM(2, return_sequences=True)
            if cls.__name__ == "SpectralNormalization":
                one = keras.layers.Dense(2)
            given[name] = [one] if name == "cells" else one
        elif name in ARGUMENTS:
            given[name] = ARGUMENTS[name]
        else:
            return None
    try:
        return cls(**given)
    except Exception:
        return None


def write(name, config):
    if LEGACY:
        with h5py.File(f"{OUT}/{PREFIX}{name}.h5", "w") as file:
            file.attrs["keras_version"] = keras.__version__.encode()
            file.attrs["backend"] = b"tensorflow"
            file.attrs["model_config"] = config.encode()
            file.create_group("model_weights")
        return
    with zipfile.ZipFile(f"{OUT}/{name}.keras", "w") as file:
        file.writestr("metadata.json", json.dumps({"keras_version": keras.__version__}))
        file.writestr("config.json", config)


def serialized(each):
    if LEGACY:
        from tf_keras.src.saving.legacy.serialization import serialize_keras_object
        from tf_keras.src.saving.legacy.saved_model import json_utils

        return json.dumps(serialize_keras_object(each), default=json_utils.get_json_type)
    return json.dumps(keras.saving.serialize_keras_object(each))


def parts():
    skipped = []
    modules = [keras.layers, keras.optimizers, keras.losses, keras.metrics, keras.initializers]
    modules += [keras.regularizers, keras.constraints, keras.optimizers.schedules]
    for module in modules:
        for name, cls in sorted(vars(module).items()):
            if not inspect.isclass(cls) or name in CODE:
                continue
            one = make(cls)
            if one is None:
                skipped.append(name)
                continue
            kind = module.__name__.split(".")[-1]
            try:
                text = serialized(one)
            except Exception:
                skipped.append(name)
                continue
            inner = json.loads(text)
            inner.setdefault("config", {})
            write(f"{kind}_{name}", json.dumps({"class_name": "Sequential", "config": {"name": "s", "layers": [inner]}}))
    print("not made:", *sorted(set(skipped)))


def applications():
    for name in ["MobileNetV2", "ResNet50", "EfficientNetB0", "DenseNet121", "InceptionV3", "Xception", "VGG16",
                 "NASNetMobile", "MobileNetV3Small", "ConvNeXtTiny", "EfficientNetV2B0"]:
        model = getattr(keras.applications, name)(weights=None)
        write(f"application_{name}", model.to_json())


def trained():
    layers = keras.layers
    words = layers.TextVectorization(vocabulary=["a", "b"], output_sequence_length=3)
    models = {
        "dense": keras.Sequential([keras.Input((4,)), layers.Dense(3, "relu"), layers.Dense(2, "softmax")]),
        "convolution": keras.Sequential([keras.Input((8, 8, 1)), layers.Conv2D(2, 3), layers.BatchNormalization(),
                                         layers.MaxPool2D(), layers.Flatten(), layers.Dense(2)]),
        "recurrent": keras.Sequential([keras.Input((5, 3)), layers.Bidirectional(layers.LSTM(2)), layers.Dense(1)]),
        "text": keras.Sequential([keras.Input((1,), dtype="string"), words, layers.Embedding(5, 2), layers.GRU(2)]),
        "lookup": keras.Sequential([keras.Input((1,), dtype="string"), layers.StringLookup(vocabulary=["x", "y"])]),
        "augment": keras.Sequential([keras.Input((8, 8, 3)), layers.RandomFlip(), layers.Rescaling(0.5), layers.Flatten()]),
    }
    a = keras.Input((4,), name="a")
    scaled = tf.math.multiply(a, 2.0) if LEGACY else keras.ops.multiply(a, 2.0)
    models["functional"] = keras.Model(a, layers.Dense(1)(layers.Concatenate()([a, scaled])))
    for name, model in models.items():
        model.compile("adam", loss="mse", metrics=["mae"])
        if name == "dense":
            model.fit(np.ones((4, 4)), np.ones((4, 2)), verbose=0)
        if not LEGACY:
            model.save(f"{OUT}/{name}.keras")
        if name != "text" and not (LEGACY and name == "lookup"):
            model.save(f"{OUT}/{PREFIX}{name}.h5")
        if LEGACY:
            model.save(f"{OUT}/tf_{name}_savedmodel", save_format="tf")
        else:
            model.export(f"{OUT}/{name}_savedmodel", verbose=False)


def tables():
    """A vocabulary as an asset, and what TensorFlow itself saves without Keras."""
    vocabulary = f"{OUT}/vocabulary.words"
    with open(vocabulary, "w") as file:
        file.write("a\nb\n")

    class Module(tf.Module):
        def __init__(self):
            initializer = tf.lookup.TextFileInitializer(vocabulary, tf.string, 0, tf.int64, 1)
            self.table = tf.lookup.StaticHashTable(
                tf.lookup.TextFileInitializer(vocabulary, tf.string, tf.lookup.TextFileIndex.WHOLE_LINE, tf.int64,
                                              tf.lookup.TextFileIndex.LINE_NUMBER), -1)
            del initializer
            self.weight = tf.Variable(1.0)

        @tf.function(input_signature=[tf.TensorSpec([None], tf.string)])
        def __call__(self, words):
            numbers = self.table.lookup(words)
            return tf.while_loop(lambda i, x: i < 3, lambda i, x: (i + 1, x * 2.0),
                                 [0, tf.cast(numbers, tf.float32) * self.weight])[1]

    tf.saved_model.save(Module(), f"{OUT}/table_savedmodel")
    loaded = tf.saved_model.load(f"{OUT}/table_savedmodel")
    tf.saved_model.save(loaded, f"{OUT}/table_again_savedmodel")
    with tf.Graph().as_default(), tf.compat.v1.Session() as session:
        x = tf.compat.v1.placeholder(tf.float32, [None, 2], name="x")
        w = tf.compat.v1.get_variable("w", [2, 2], use_resource=False)
        y = tf.matmul(x, w)
        session.run(tf.compat.v1.global_variables_initializer())
        tf.compat.v1.saved_model.simple_save(session, f"{OUT}/tf1_savedmodel", {"x": x}, {"y": y})


parts()
trained()
if not LEGACY:
    tables()
applications()
