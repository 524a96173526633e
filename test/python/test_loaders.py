"""Each model.py with a real model: the image's answer is the framework's own."""

import ast
import importlib.util
import shutil
import sys
import unittest
from pathlib import Path

import numpy as np

from support import FIXTURES, TEMPLATES, Folder, part, spec

PLACEHOLDER = 'raise NotImplementedError("return your network from build(): the file has no code")'
NETWORK = "from digits_net import DigitsNet\n"

# The loader, the fixture, and what a person fills in.
CASES = (
    ("tensorflow-savedmodel", "digits_savedmodel"),
    ("keras", "digits.keras"),
    ("keras", "digits.h5"),
    ("keras", "digits_keras2.h5"),
    ("keras", "two_inputs.keras"),
    ("torchscript", "torchscript.pt"),
    ("torchscript", "traced.pt"),
    ("torch-export", "export.pt2"),
    ("torch-state-dict", "state_dict.pt"),
    ("torch-state-dict", "checkpoint.pt", "state_dict.pt"),
    ("torch-state-dict", "state_dict_legacy.pt", "state_dict.pt"),
    ("torch-module", "module.pt"),
    ("safetensors", "made.safetensors", "state_dict.pt"),
    ("onnx", "linear.onnx"),
    ("onnx", "linear_external.onnx"),
    ("onnx", "digits_sklearn.onnx"),
    ("sklearn", "digits_sklearn.joblib"),
    ("sklearn", "digits_sklearn.pkl", "digits_sklearn.joblib"),
    ("sklearn", "digits_sklearn.joblib.xz", "digits_sklearn.joblib"),
    ("sklearn", "digits_forest.joblib"),
    ("xgboost", "digits_xgboost.json"),
    ("xgboost", "digits_xgboost.ubj"),
    ("lightgbm", "digits_lightgbm.txt"),
    ("tflite", "digits.tflite"),
)


def arrays(model, side):
    """The expected inputs or outputs of a fixture, by the model's own names."""
    files = sorted((FIXTURES / "expected" / model).glob(f"{side}.*.npy"))
    return {file.name[len(side) + 1 : -4]: np.load(file) for file in files}


class Loaders(unittest.TestCase):
    def folder(self, loader, model, inputs, outputs):
        """An image's folder for the model, its specification from the fixtures."""
        folder = Folder(
            spec(
                {
                    f"in_{name}": part(
                        f"in_{name}",
                        dtype=array.dtype.name,
                        shape=[None, *array.shape[1:]],
                        name=name,
                    )
                    for name, array in inputs.items()
                },
                {
                    f"out_{name}": part(f"out_{name}", dtype=None, name=name)
                    for name in outputs
                },
            ),
            (TEMPLATES / "model" / f"{loader}.py").read_text(),
        )
        self.addCleanup(folder.remove)
        (folder.app / "model" / "weights.bin").unlink()
        for name, array in inputs.items():
            np.save(folder.data / f"in_{name}.npy", array)
        self.put(folder, loader, model)
        return folder

    def put(self, folder, loader, model):
        """Put the model there, and what only its author has."""
        source = FIXTURES / "models" / model
        place = folder.app / "model" / model
        if model == "made.safetensors":
            import torch
            from safetensors.torch import save_file

            save_file(torch.load(FIXTURES / "models" / "state_dict.pt"), place)
        elif source.is_dir():
            shutil.copytree(source, place)
        else:
            shutil.copy(source, place)
        if model == "linear_external.onnx":
            shutil.copy(source.with_suffix(".bin"), place.parent)
        if loader == "torch-module":
            shutil.copy(FIXTURES / "make" / "digits_net.py", folder.app)
        if loader in ("torch-state-dict", "safetensors"):
            shutil.copy(FIXTURES / "make" / "digits_net.py", folder.app)
            code = (folder.app / "model.py").read_text()
            self.assertIn(PLACEHOLDER, code)
            code = code.replace(PLACEHOLDER, "return DigitsNet()")
            code = code.replace("import torch\n", NETWORK + "import torch\n", 1)
            (folder.app / "model.py").write_text(code)
        if loader == "tflite" and importlib.util.find_spec("ai_edge_litert") is None:
            # TensorFlow brings the same class under another name.
            stand_in = folder.app / "ai_edge_litert"
            stand_in.mkdir()
            code = "from tensorflow.lite.python.interpreter import Interpreter\n"
            (stand_in / "interpreter.py").write_text(code)

    def test_predictions_are_the_frameworks_own(self):
        tested = set()
        for loader, model, *same_as in CASES:
            expected = same_as[0] if same_as else model
            inputs, outputs = arrays(expected, "input"), arrays(expected, "output")
            with self.subTest(loader, model=model):
                folder = self.folder(loader, model, inputs, outputs)
                env = {"MODEL_PATH": str(folder.app / "model" / model)}
                words = [f"--in_{name}=in_{name}.npy" for name in inputs]
                words += [f"--out_{name}=out_{name}.npy" for name in outputs]
                got = folder.run(*words, env=env)
                self.assertEqual(got.returncode, 0, got.stderr)
                if loader != "tflite":  # TensorFlow's class says that it is deprecated
                    self.assertEqual(got.stderr, "")
                for name, array in outputs.items():
                    back = np.load(folder.data / f"out_{name}.npy")
                    np.testing.assert_allclose(back, array, rtol=1e-5, atol=1e-6)
                if loader not in tested:  # it starts the framework once more
                    got = folder.run("--selftest", env=env)
                    self.assertEqual(got.returncode, 0, got.stderr)
                tested.add(loader)

    def test_weights_without_their_class_say_so(self):
        inputs = arrays("state_dict.pt", "input")
        folder = self.folder("torch-state-dict", "state_dict.pt", inputs, {"scores": 0})
        code = (TEMPLATES / "model" / "torch-state-dict.py").read_text()
        (folder.app / "model.py").write_text(code)
        got = folder.run("--selftest")
        self.assertEqual(got.returncode, 1)
        self.assertRegex(
            got.stderr,
            r"^error: model.py:\d+: load\(\) failed: NotImplementedError: return your "
            r"network from build\(\): the file has no code .*\n$",
        )

    def test_a_pickled_module_without_its_class_says_which(self):
        inputs = arrays("module.pt", "input")
        folder = self.folder("torch-module", "module.pt", inputs, {"scores": 0})
        (folder.app / "digits_net.py").unlink()
        got = folder.run("--selftest")
        self.assertRegex(got.stderr, "^error: model.py:.* No module named 'digits_net'")

    def test_custom_says_what_to_fill_in(self):
        folder = self.folder("custom", "digits.npy", {"x": np.zeros((1, 2))}, {"y": 0})
        got = folder.run("--selftest")
        message = "NotImplementedError: fill in predict() and load() of model.py"
        self.assertIn(message, got.stderr)
        self.assertEqual((got.returncode, got.stderr.count("\n")), (1, 1))

    def test_hugging_face(self):
        if importlib.util.find_spec("transformers") is None:
            return  # not among the fixtures' requirements: it is large
        import torch
        import transformers

        torch.manual_seed(1)
        config = transformers.BertConfig(20, 16, 1, 2, 16, num_labels=3)
        network = transformers.BertForSequenceClassification(config).eval()
        ids = np.array([[2, 5, 6, 3]])
        with torch.inference_mode():
            scores = network(torch.from_numpy(ids)).logits.numpy()
        code = (TEMPLATES / "model" / "huggingface.py").read_text()
        folder = Folder(
            spec(
                {"x": part("x", dtype="int64", shape=[None, None], name="input_ids")},
                {"y": part("y", dtype=None, name="logits")},
            ),
            code,
        )
        self.addCleanup(folder.remove)
        (folder.app / "model" / "weights.bin").unlink()
        network.save_pretrained(folder.app / "model" / "bert")
        np.save(folder.data / "x.npy", ids)
        got = folder.run("--x=x.npy", "--y=y.npy")
        self.assertEqual((got.returncode, got.stderr), (0, ""))
        np.testing.assert_allclose(np.load(folder.data / "y.npy"), scores, atol=1e-6)


class Texts(unittest.TestCase):
    """What every model.py promises to those who edit it."""

    def test_the_four_functions_documented_and_short(self):
        paths = sorted((TEMPLATES / "model").glob("*.py"))
        self.assertEqual(len(paths), 14)
        for path in paths:
            with self.subTest(path.name):
                text = path.read_text()
                self.assertLess(text.count("\n"), 60)
                tree = ast.parse(text, feature_version=(3, 9))
                self.assertIn("This file is yours", ast.get_docstring(tree) or "")
                functions = [n for n in tree.body if isinstance(n, ast.FunctionDef)]
                names = [function.name for function in functions]
                for name in ("load", "preprocess", "predict", "postprocess"):
                    self.assertIn(name, names)
                for function in functions:
                    self.assertTrue(ast.get_docstring(function), function.name)

    def test_ruff_is_silent_on_what_a_folder_gets(self):
        import subprocess

        ruff = Path(sys.executable).with_name("ruff")
        for path in (TEMPLATES / "model").glob("*.py"):
            folder = Folder(None, path.read_text())
            self.addCleanup(folder.remove)
            for words in (["check", "--isolated"], ["format", "--isolated", "--check"]):
                got = subprocess.run(
                    [ruff, *words, folder.app],
                    capture_output=True,
                    text=True,
                    check=False,
                )
                self.assertEqual(got.returncode, 0, got.stdout + got.stderr)


if __name__ == "__main__":
    unittest.main()
