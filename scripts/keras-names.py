"""Lists what a Keras configuration may name: the classes and functions of Keras that only compute.

    python scripts/keras-names.py part > PART.json          # with one keras or tf_keras installed
    python scripts/keras-names.py part --tf > PART.json     # tf_keras, and the functions of TensorFlow
    python scripts/keras-names.py merge PART.json...        # writes src/inspect/keras/names.json

A class is listed when Keras makes it from a configuration (it has from_config) and it stands in one
of AREAS; a function when it stands in one of FUNCTION_AREAS. LEFT_OUT names what stands there and
does more than compute, with the reason. Committed: keras 3.8.0, 3.11.3, 3.15.1, tf_keras 2.21.
"""

import importlib
import inspect
import json
import pkgutil
import sys

# Parts of Keras whose objects hold numbers and compute with them.
AREAS = """activations applications constraints dtype_policies engine initializers layers losses metrics mixed_precision
 models ops optimizers quantizers random regularizers trainers feature_column premade_models""".split()
FUNCTION_AREAS = "activations constraints initializers losses metrics ops regularizers".split()

LEFT_OUT = {
    "Lambda": "runs the Python bytecode that the file holds",
    "TorchModuleWrapper": "unpickles a torch module",
    "FlaxLayer": "holds code of a person, unpickled in some versions",
    "JaxLayer": "holds code of a person, unpickled in some versions",
    "TFSMLayer": "loads a SavedModel from a path of the configuration",
    "FileWriter": "writes a file",
    "TFOpLambda": "calls the function of TensorFlow that the configuration names: judged by that",
    "SlicingOpLambda": "calls the function of TensorFlow that the configuration names: judged by that",
    "TensorFlowOpLayer": "runs the operation that the configuration names: judged by that",
    "ClassMethod": "calls any method of any class that TensorFlow exports",
    "GPTQConfig": "names a data set",
    "AWQConfig": "names a data set",
}
# Functions in those areas that look up or make other objects.
HELPERS = {"get", "serialize", "deserialize", "custom_gradient", "name_scope", "saved_model_proxy"}

# Functions of TensorFlow that a layer of tf_keras may call: modules that only compute.
TF_MODULES = """math nn linalg image signal strings bitwise sparse ragged random sets quantization
 audio __operators__ dtypes""".split()
TF_TOP = """abs acos acosh add add_n argmax argmin argsort asin asinh atan atan2 atanh batch_to_space
 boolean_mask broadcast_dynamic_shape broadcast_static_shape broadcast_to cast clip_by_norm
 clip_by_value complex concat constant cos cosh cumsum divide dynamic_partition dynamic_stitch
 edit_distance eig eigvals einsum ensure_shape equal exp expand_dims eye fill floor gather gather_nd
 greater greater_equal histogram_fixed_width identity less less_equal linspace logical_and logical_not
 logical_or matmul matrix_square_root maximum meshgrid minimum multiply negative norm not_equal
 one_hot ones ones_like pad pow range rank realdiv repeat reshape reverse reverse_sequence roll round
 scalar_mul scatter_nd searchsorted sequence_mask shape shape_n sigmoid sign sin sinh size slice sort
 space_to_batch split sqrt square squeeze stack stop_gradient strided_slice subtract switch_case tan
 tanh tensor_scatter_nd_add tensor_scatter_nd_max tensor_scatter_nd_min tensor_scatter_nd_sub
 tensor_scatter_nd_update tensordot tile transpose truediv truncatediv truncatemod unique unravel_index
 unstack where zeros zeros_like reduce_all reduce_any reduce_logsumexp reduce_max reduce_mean
 reduce_min reduce_prod reduce_sum convert_to_tensor RaggedTensor SparseTensor""".split()


def area(module):
    parts = module.split(".")
    parts = [part for part in parts[1:] if part not in ("src", "api", "_v2", "_v1", "_tf_keras")]
    return parts[0] if parts else ""


def keras_three():
    import keras  # noqa: F401
    from keras.src import api_export
    from keras.src.saving.keras_saveable import KerasSaveable

    names = set()
    for path, symbol in api_export.REGISTERED_NAMES_TO_OBJS.items():
        take(names, path, symbol)
    waiting = [KerasSaveable]
    while waiting:
        each = waiting.pop()
        waiting.extend(each.__subclasses__())
        take(names, f"{each.__module__}.{each.__name__}", each)
    return names


def modules_of(package):
    for _, name, _ in pkgutil.walk_packages(package.__path__, package.__name__ + ".", lambda _: None):
        last = name.rsplit(".", 1)[-1]
        if last.endswith(("_test", "test_util", "test_utils")) or ".integration_test" in name:
            continue
        if ".benchmarks" in name or ".tests" in name or ".tools" in name:
            continue
        try:
            yield importlib.import_module(name)
        except Exception:  # An optional dependency.
            continue


def all_of(package, named):
    """Every class with from_config and every function, by the module that it stands in."""
    names = set()
    for module in modules_of(package):
        for name, symbol in list(vars(module).items()):
            own = getattr(symbol, "__module__", "") or ""
            if own.split(".")[0] != named or own.startswith(f"{named}.api"):
                continue
            if inspect.isclass(symbol) or inspect.isfunction(symbol):
                if own == module.__name__:
                    take(names, f"{own}.{symbol.__name__}", symbol)
                elif ".api" in module.__name__ or "._tf_keras" in module.__name__:
                    take(names, f"{public(module.__name__)}.{name}", symbol)
    return names


def public(module):
    """tf_keras.api._v2.keras.layers is named keras.layers in a configuration."""
    for prefix in ("tf_keras.api._v2.keras", "tf_keras.api._v1.keras", "keras.api", "keras._tf_keras.keras"):
        if module == prefix or module.startswith(prefix + "."):
            return "keras" + module[len(prefix):]
    return module


def take(names, path, symbol):
    module, name = path.rsplit(".", 1)
    own = f"{symbol.__module__}.{getattr(symbol, '__name__', '')}"
    if name in LEFT_OUT or own.rsplit(".", 1)[-1] in LEFT_OUT or name.startswith("_"):
        return
    areas = {area(module), area(symbol.__module__)}
    if inspect.isclass(symbol):
        fits = hasattr(symbol, "from_config") and areas & (set(AREAS) | {""}) and area(symbol.__module__) in AREAS
        feature_space = name == "FeatureSpace"
        if not fits and not feature_space:
            return
        if "test" in symbol.__module__.rsplit(".", 1)[-1]:
            return
    elif inspect.isfunction(symbol):
        if name in HELPERS or area(symbol.__module__) not in FUNCTION_AREAS:
            return
        if not areas & set(FUNCTION_AREAS) or inspect.isgeneratorfunction(symbol):
            return
    else:
        return
    names.add(path)
    names.add(own)


def strings_of():
    """The plain strings that Keras looks up: keys of its tables."""
    words = set()
    for package in ("keras.src", "tf_keras.src"):
        for part in ("activations", "initializers", "losses", "metrics", "regularizers", "constraints", "optimizers"):
            try:
                module = importlib.import_module(f"{package}.{part}")
            except ImportError:
                continue
            for table in ("ALL_OBJECTS_DICT", "ALL_OBJECTS"):
                for key in getattr(module, table, {}):
                    if isinstance(key, str) and key not in LEFT_OUT:
                        words.add(key)
            local = getattr(getattr(module, "LOCAL", None), "ALL_OBJECTS", None)
            if local is None and package == "tf_keras.src" and part == "initializers":
                module.populate_deserializable_objects()
                local = module.LOCAL.ALL_OBJECTS
            words.update(key for key in local or {} if key not in LEFT_OUT)
            if package == "tf_keras.src":
                for name, symbol in vars(module).items():
                    if inspect.isfunction(symbol) and ".src." + part in symbol.__module__ and name not in HELPERS:
                        words.add(name)
                    if inspect.isclass(symbol) and hasattr(symbol, "from_config"):
                        words.add(name)
    return {word for word in words if not word.startswith("_")} | registered()


def registered():
    """What tf_keras registers itself, as its users register theirs: Custom>Adam."""
    try:
        from tf_keras.src.saving.object_registration import _GLOBAL_CUSTOM_OBJECTS
    except ImportError:
        return set()
    own = {key for key, symbol in _GLOBAL_CUSTOM_OBJECTS.items() if symbol.__module__.startswith("tf_keras.")}
    return {key for key in own if key.split(">")[-1] not in LEFT_OUT and " " not in key}


def tensorflow_functions():
    import tensorflow as tf

    names = set(TF_TOP)
    for part in TF_MODULES:
        module = getattr(tf, part, None)
        for name, symbol in vars(module).items() if module else ():
            # This one reads a vocabulary from a file.
            if name == "fixed_unigram_candidate_sampler":
                continue
            if not name.startswith("_") and callable(symbol):
                names.add(f"{part}.{name}")
    names.update(f"__operators__.{name}" for name in ("getitem", "add", "sub", "mul", "truediv", "ragged_getitem"))
    for name in ("compat.v1.transpose", "compat.v1.gather", "compat.v1.squeeze", "compat.v1.shape"):
        names.add(name)
    return names


def part():
    names, tf_names = set(), set()
    try:
        import keras.src.api_export  # noqa: F401

        names |= keras_three()
        import keras

        names |= all_of(keras, "keras")
        words = strings_of()
    except ImportError:
        words = set()
    if "--tf" in sys.argv:
        import tf_keras

        names = all_of(tf_keras, "tf_keras")
        # Keras 2 was the package keras before it became tf_keras.
        names |= {"keras" + name[len("tf_keras"):] for name in names if name.startswith("tf_keras")}
        words = strings_of()
        tf_names = tensorflow_functions()
        from tensorflow.python.ops import init_ops_v2

        # Initializers of TensorFlow itself, which some applications have.
        for name, symbol in vars(init_ops_v2).items():
            if inspect.isclass(symbol) and hasattr(symbol, "from_config"):
                names.add(f"{init_ops_v2.__name__}.{name}")
    by_module = {}
    for name in names:
        module, last = name.rsplit(".", 1)
        by_module.setdefault(module, set()).add(last)
    json.dump(
        {
            "names": {module: sorted(last) for module, last in sorted(by_module.items())},
            "strings": sorted(words),
            "tensorflow": sorted(tf_names),
        },
        sys.stdout,
    )


def merge(paths):
    """Writes names.json: names by module, and plain lists as one text with blanks between the names."""
    three, two, strings, tensorflow = {}, {}, set(), set()
    for path in paths:
        with open(path) as file:
            each = json.load(file)
        into = two if each["tensorflow"] else three
        for module, names in each["names"].items():
            # The reader takes tf_keras for keras.
            if not module.startswith("tf_keras"):
                into.setdefault(module, set()).update(names)
        strings.update(each["strings"])
        tensorflow.update(each["tensorflow"])
    for module, names in two.items():
        names -= three.get(module, set())
    names = {
        "keras": by_module(three),
        # What Keras looks up as a plain string: activations, initializers, losses.
        "strings": " ".join(sorted(strings)),
        "tf_keras": by_module(two),
        # Functions that layers of tf_keras may call.
        "tensorflow": " ".join(sorted(tensorflow)),
    }
    with open("src/inspect/keras/names.json", "w") as file:
        json.dump(names, file, indent=1)
        file.write("\n")


def by_module(modules):
    return {module: " ".join(sorted(names)) for module, names in sorted(modules.items()) if names}


if __name__ == "__main__":
    part() if sys.argv[1] == "part" else merge(sys.argv[2:])
