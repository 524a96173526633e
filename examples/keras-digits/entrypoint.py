"""The command line of this image, built from model-spec.json.

It reads the declared inputs, hands them to model.py (load, preprocess, predict,
postprocess), and writes the declared outputs. Arguments follow ABLInfer's model
specification 1.3 (https://ablinfer.readthedocs.io/en/latest/model_ref.html): an
empty flag is the value alone in the place that `order` gives it, a flag that ends
in `=` is joined to its value, any other flag is followed by it, and a bool is true
when its flag is there.

Next to nothing is imported up here (no argparse, no json, no numpy): --help, --version
and --spec answer about as fast as Python itself starts.

Exit status: 0 done, 1 failed, 2 wrong arguments, 3 nothing to self-test with,
128+n ended by signal n. A failure is one line on stderr; the environment variable
ML_IMAGE_DEBUG=1 adds Python's whole traceback.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    import numpy as np

    Arrays = dict[str, np.ndarray]
    Geometry = dict[str, Any]

HERE = os.path.dirname(os.path.abspath(__file__))
SPEC = os.path.join(HERE, "model-spec.json")
DEBUG = os.environ.get("ML_IMAGE_DEBUG", "") not in ("", "0")

OWN_FLAGS = {
    "--help": "show this help",
    "--version": "print the model's version",
    "--spec": "print the model specification (model-spec.json)",
    "--selftest": "run the model on a made-up input of the declared shape",
}


class Failure(Exception):
    """What went wrong and where, in one line for people."""

    def __init__(self, message: str, status: int = 1) -> None:
        super().__init__(message)
        self.status = status


# --- the specification ---------------------------------------------------------


class _Scan:
    """What json's own scanner is told by json.loads."""

    strict = True
    object_hook = object_pairs_hook = None
    parse_float, parse_int, parse_constant = float, int, float


def parse_json(text: str) -> Any:
    """json.loads, but without the modules that json imports: they double the start."""
    try:
        from _json import make_scanner

        value, end = make_scanner(_Scan)(text.strip(), 0)
        if end == len(text.strip()):
            return value
    except (ImportError, TypeError, ValueError, StopIteration, SystemError):
        pass  # no such scanner here, or no valid JSON: json knows what to say
    import json

    return json.loads(text)


class Part:
    """One input, output or param of the specification."""

    def __init__(self, section: str, key: str, raw: Any) -> None:
        where = f"model-spec.json: {section}.{key}"
        if not isinstance(raw, dict):
            raise Failure(f"{where} must be an object")
        tensor = raw.get("tensor") or {}
        if not isinstance(tensor, dict) or not isinstance(
            tensor.get("shape"), (list, type(None))
        ):
            raise Failure(f"{where}.tensor must hold name, dtype and shape (a list)")
        self.section = section
        self.key = key
        self.raw = raw
        self.flag = raw.get("flag", f"--{key}=")
        if not isinstance(self.flag, str):
            raise Failure(f"{where}.flag must be text")
        self.word = self.flag.removesuffix("=")
        if self.word in OWN_FLAGS:
            raise Failure(f"{where}.flag is {self.word}, which is the image's own flag")
        self.type = raw.get("type", "")
        self.extension = str(raw.get("extension", "")).lower()
        # The model's own name, dtype and shape; ABLInfer does not look at these.
        self.tensor: str = tensor.get("name") or key
        self.dtype: str | None = tensor.get("dtype")
        self.shape: list[int | None] | None = tensor.get("shape")
        if section == "params":
            self.required = "default" not in raw and self.type != "bool"
        else:
            self.required = raw.get("status", "required") == "required"

    @property
    def label(self) -> str:
        """The flag as a person types it, or the name of a positional value."""
        return self.word or self.key.upper()


class Spec:
    """model-spec.json as far as the command line needs it."""

    def __init__(self, path: str = SPEC) -> None:
        try:
            with open(path, encoding="utf-8-sig") as file:
                raw = parse_json(file.read())
        except OSError as error:
            raise Failure(f"cannot read {path}: {error.strerror}") from error
        except ValueError as error:
            raise Failure(f"model-spec.json is not valid JSON: {error}") from error
        if not isinstance(raw, dict):
            raise Failure("model-spec.json must be an object")
        self.raw = raw
        self.inputs = self._parts("inputs")
        self.params = self._parts("params")
        self.outputs = self._parts("outputs")
        parts = {p.key: p for p in self.inputs + self.params + self.outputs}
        order = raw.get("order") or sorted(parts)
        if not isinstance(order, list) or sorted(order, key=str) != sorted(parts):
            raise Failure(
                "model-spec.json: order must list each input, param and output once"
            )
        self.order = [parts[key] for key in order]
        words = [p.word for p in self.order if p.word]
        for word in words:
            if words.count(word) > 1:
                raise Failure(f"model-spec.json: two entries share the flag {word}")

    def _parts(self, section: str) -> list[Part]:
        raw = self.raw.get(section, {})
        if not isinstance(raw, dict):
            raise Failure(f"model-spec.json: {section} must be an object")
        return [Part(section, key, value) for key, value in raw.items()]


def parse_arguments(spec: Spec, arguments: list[str]) -> dict[str, str]:
    """Give the text of each key that is given, and "" for a flag of the image's own.

    Both `--flag=value` and `--flag value` are taken. Values may start with a dash.
    """
    words = {p.word: p for p in spec.order if p.word}
    places = [p for p in spec.order if not p.word]
    texts: dict[str, str] = {}
    loose: list[str] = []
    rest = list(arguments)
    while rest:
        argument = rest.pop(0)
        word = max((w for w in words if f"{argument}=".startswith(f"{w}=")), default="")
        part, text = words.get(word), argument[len(word) + 1 :]
        if argument in OWN_FLAGS:
            texts[argument] = ""
        elif argument == "--":
            loose += rest
            break
        elif part is None and argument.startswith("-") and not _is_number(argument):
            raise Failure(_unknown_flag(argument, words), 2)
        elif part is None:
            loose.append(argument)
        elif part.key in texts:
            raise Failure(f"{word} is given twice", 2)
        elif part.type == "bool" and text:
            raise Failure(f"{word} takes no value", 2)
        elif part.type == "bool" or argument != word:
            texts[part.key] = text
        elif not rest:
            raise Failure(f"{word} needs a value", 2)
        else:
            texts[part.key] = rest.pop(0)
    # With fewer values than places, the last places that need no value stay empty.
    for part in reversed(places):
        if len(places) > len(loose) and not part.required:
            places = [p for p in places if p is not part]
    if len(loose) > len(places):
        raise Failure(f"unexpected argument {loose[len(places)]!r}; see --help", 2)
    return {**texts, **{part.key: text for part, text in zip(places, loose)}}


def check_files(spec: Spec, texts: dict[str, str]) -> None:
    """Raise where a required value is missing or a path is empty or used twice."""
    missing = [p.label for p in spec.order if p.required and p.key not in texts]
    if missing:
        raise Failure(f"{', '.join(missing)} missing; see --help", 2)
    for part in spec.inputs + spec.outputs:
        if texts.get(part.key) == "":
            raise Failure(f"{part.label} needs the path of a file", 2)
    paths = [os.path.realpath(texts[p.key]) for p in spec.outputs if p.key in texts]
    for path in paths:
        if paths.count(path) > 1:
            raise Failure(f"two outputs would be written to {path}", 2)


def param_value(part: Part, text: str | None) -> Any:
    """A param's value in its type, checked; its default where no text is given."""
    if part.type == "bool":
        return text is not None
    if text is None:
        return part.raw.get("default")
    if part.type == "enum" and text not in _choices(part):
        allowed = ", ".join(_choices(part))
        raise Failure(f"{part.label}: {text!r} is none of {allowed}", 2)
    if part.type not in ("int", "float"):
        return text
    try:
        value = int(text) if part.type == "int" else float(text)
    except ValueError:
        kind = "a whole number" if part.type == "int" else "a number"
        raise Failure(f"{part.label}: {text!r} is not {kind}", 2) from None
    low, high = part.raw.get("min"), part.raw.get("max")
    # Written so that NaN is refused as well.
    if not (low is None or value >= low) or not (high is None or value <= high):
        raise Failure(f"{part.label}: {text} is not {_bounds(part)}", 2)
    return value


def _choices(part: Part) -> list[str]:
    values = part.raw.get("enum") or []
    return [str(v) for v in (values.values() if isinstance(values, dict) else values)]


def _bounds(part: Part) -> str:
    low, high = part.raw.get("min"), part.raw.get("max")
    if low is not None and high is not None:
        return f"from {low} to {high}"
    if low is not None:
        return f"at least {low}"
    return f"at most {high}" if high is not None else ""


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _unknown_flag(argument: str, words: Iterable[str]) -> str:
    import difflib

    word = argument.split("=", 1)[0]
    near = difflib.get_close_matches(word, [*words, *OWN_FLAGS], 1)
    hint = f"did you mean {near[0]}?" if near else "see --help"
    return f"unknown flag {word}; {hint}"


# --- help ----------------------------------------------------------------------


def help_text(spec: Spec) -> str:
    """What --help prints."""
    docker = spec.raw.get("docker") or {}
    image = f"{docker.get('image_name', 'IMAGE')}:{docker.get('image_tag', 'latest')}"
    data = docker.get("data_path", "/data")
    example = [
        p.flag
        + ("" if not p.word or p.flag.endswith("=") else " ")
        # The names under which ABLInfer stores the files, so they are good examples.
        + f"{data}/{p.key}{p.extension}"
        for p in spec.order
        if p.required and p.section != "params"
    ]
    lines = [version_text(spec)]
    if spec.raw.get("description"):
        lines += ["", plain(spec.raw["description"])]
    lines += ["", "Usage:", f'  docker run --rm -u "$(id -u):0" -v "$PWD:{data}" \\']
    lines.append(f"    {image} {' '.join(example)}")
    for title, parts in (
        ("Inputs", spec.inputs),
        ("Params", spec.params),
        ("Outputs", spec.outputs),
    ):
        if parts:
            lines += ["", f"{title}:", *_table([_help_row(p) for p in parts])]
    return "\n".join([*lines, "", "Other:", *_table(list(OWN_FLAGS.items()))])


def version_text(spec: Spec) -> str:
    """What --version prints."""
    return plain(f"{spec.raw.get('id', 'model')} {spec.raw.get('version', '')}")


def _help_row(part: Part) -> tuple[str, str]:
    kind = {"int": "INT", "float": "FLOAT", "string": "TEXT", "enum": "CHOICE"}
    value = kind.get(part.type, "FILE") if part.word else part.label
    left = part.flag + ("" if not part.word or part.flag.endswith("=") else " ") + value
    facts: list[str] = []
    if part.section != "params":
        facts = [part.extension, part.dtype or "", describe(part.shape)]
        facts += [] if part.required else ["optional"]
    elif part.type == "bool":
        left = part.flag
    else:
        facts = [", ".join(_choices(part)), _bounds(part)]
        if "default" in part.raw:
            facts.append(f"default {part.raw['default']}")
    words = [str(part.raw.get(k) or "").rstrip(".") for k in ("name", "description")]
    text = ". ".join(w for w in words if w)
    note = "; ".join(f for f in facts if f)
    return left, f"{text} ({note})" if note else text


def _table(rows: list[tuple[str, str]]) -> list[str]:
    width = max(len(left) for left, _ in rows)
    return [f"  {plain(left):{width}}  {plain(right)}" for left, right in rows]


def describe(shape: Iterable[int | None] | None) -> str:
    """A shape as text, `?` for a free dimension."""
    if shape is None:
        return ""
    return "(" + ", ".join("?" if n is None else str(n) for n in shape) + ")"


def plain(text: object, most: int = 600) -> str:
    """The text on one line, without characters that could steer a terminal."""
    words = " ".join(str(text).split())
    words = words if len(words) <= most else words[:most] + " ..."
    return "".join(c if c.isprintable() else "?" for c in words)


# --- arrays --------------------------------------------------------------------


def cast(array: np.ndarray, dtype: str | None) -> np.ndarray | None:
    """The array as that dtype where no value changes, else None.

    A dtype that numpy has no name for (bfloat16) is left to model.py.
    """
    import numpy as np

    if dtype is None:
        return array
    if dtype == "str":
        return _as_text(array)
    try:
        target = np.dtype(dtype)
    except TypeError:
        return array
    if array.dtype == target:
        return array
    if array.dtype.kind not in "biufc" or target.kind not in "biufc":
        return None
    if np.can_cast(array.dtype, target, "safe"):
        return array.astype(target)
    if array.dtype.kind == "c":
        return None
    with np.errstate(all="ignore"):
        there = array.astype(target)
        back = there.astype(array.dtype)
    same = np.array_equal(back, array, equal_nan=array.dtype.kind == "f")
    return there if same else None


def _as_text(array: np.ndarray) -> np.ndarray | None:
    """Bytes and objects that hold text as numpy's str; None where there is none."""
    import numpy as np

    if array.dtype.kind == "U":
        return array
    values = array.ravel().tolist()
    if array.dtype.kind not in "SO" or not all(
        isinstance(v, (str, bytes)) for v in values
    ):
        return None
    texts = [
        v.decode("utf-8", "replace") if isinstance(v, bytes) else v for v in values
    ]
    return np.array(texts, dtype=str).reshape(array.shape)


def fit(array: np.ndarray, part: Part) -> np.ndarray:
    """The array as the model takes it: batch dimension added, dtype cast.

    Raises Failure where the shape or the dtype cannot be the model's.
    """
    if part.shape is not None:
        given, wanted = array.shape, part.shape
        if len(given) + 1 == len(wanted) and wanted[0] in (None, 1):
            given = (1, *given)
        if len(given) != len(wanted) or any(
            w is not None and w != g for g, w in zip(given, wanted)
        ):
            raise Failure(
                f"{part.label}: the model takes shape {describe(wanted)}, "
                f"given {describe(array.shape)}"
            )
        array = array.reshape(given)
    result = cast(array, part.dtype)
    if result is None:
        raise Failure(
            f"{part.label}: the model takes {part.dtype}, given {array.dtype}, and the "
            "cast would change values; if that is meant, cast in preprocess()"
        )
    return result


def _only_leading(array: np.ndarray, most: int) -> np.ndarray:
    """Drop leading dimensions of length 1 until at most `most` are left."""
    while array.ndim > most and array.shape[0] == 1:
        array = array[0]
    return array


# --- files: one reader and one writer a format, libraries imported when needed --


def _pick(names: list[str], part: Part, what: str) -> str:
    """The entry of a file with several that belongs to the part."""
    for name in (part.tensor, part.key):
        if name in names:
            return name
    if len(names) == 1:
        return names[0]
    raise Failure(
        f"the file has {what} {', '.join(map(str, names)) or '(none)'}; "
        f"expected one, or one named {part.tensor}"
    )


def read_npy(path: str, part: Part) -> np.ndarray:
    import numpy as np

    with open(path, "rb") as file:
        return np.lib.format.read_array(file, allow_pickle=False)


def write_npy(path: str, array: np.ndarray, part: Part, geometry: Any) -> None:
    import numpy as np

    with open(path, "wb") as file:
        np.lib.format.write_array(_Stream(file), array, allow_pickle=False)


class _Stream:
    """Only write(): numpy then reports a full disk as what it is."""

    def __init__(self, file: Any) -> None:
        self.write = file.write


def read_npz(path: str, part: Part) -> np.ndarray:
    import numpy as np

    with np.load(path, allow_pickle=False) as arrays:
        if not hasattr(arrays, "files"):
            raise ValueError("not an .npz archive")
        return arrays[_pick(list(arrays.files), part, "arrays")]


def write_npz(path: str, array: np.ndarray, part: Part, geometry: Any) -> None:
    import zipfile

    import numpy as np

    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open(f"{part.key}.npy", "w", force_zip64=True) as file,
    ):
        np.lib.format.write_array(file, array, allow_pickle=False)


def _parsed(values: Any, part: Part) -> np.ndarray:
    """Numbers or texts of a text file; they have no dtype, so they take the model's."""
    import numpy as np

    if part.dtype in ("str", "float16", "float32", "float64"):
        return np.array(values, dtype=part.dtype)
    array = np.array(values)
    if array.dtype.kind not in "OU":
        return array
    try:
        return array.astype("int64")
    except (TypeError, ValueError, OverflowError):
        return array.astype("float64")


def read_json(path: str, part: Part) -> np.ndarray:
    with open(path, encoding="utf-8-sig") as file:
        values = parse_json(file.read())
    if isinstance(values, dict):
        values = values[_pick(list(values), part, "entries")]
    return _parsed(values, part)


def write_json(path: str, array: np.ndarray, part: Part, geometry: Any) -> None:
    import json

    text = json.dumps(array.tolist())
    if array.dtype.kind == "f":
        # JSON has neither: NaN becomes null, and 1e999 is read as infinity everywhere.
        text = text.replace("NaN", "null").replace("Infinity", "1e999")
    with open(path, "w", encoding="utf-8") as file:
        file.write(text + "\n")


def read_csv(path: str, part: Part) -> np.ndarray:
    import csv

    with open(path, encoding="utf-8-sig", newline="") as file:
        lines = csv.reader(file)
        rows = [(lines.line_num, row) for row in lines if any(map(str.strip, row))]
    if part.dtype != "str" and rows and not any(map(_is_number, rows[0][1])):
        rows.pop(0)  # column names
    if not rows:
        raise ValueError("no rows")
    for number, row in rows:
        if len(row) != len(rows[0][1]):
            raise ValueError(
                f"line {number} has {len(row)} columns, others {len(rows[0][1])}"
            )
        bad = [c for c in row if part.dtype != "str" and not _is_number(c)]
        if bad:
            raise ValueError(f"line {number}: {bad[0]!r} is not a number")
    array = _parsed([row for _, row in rows], part)
    if part.shape is not None and len(part.shape) == 1 and 1 in array.shape:
        return array.ravel()
    return array


def write_csv(path: str, array: np.ndarray, part: Part, geometry: Any) -> None:
    import csv

    table = _only_leading(array, 2)
    if table.ndim > 2:
        raise ValueError(f"a .csv holds a table, the output is {describe(array.shape)}")
    if table.ndim < 2:
        table = table.reshape(-1, 1)
    if table.dtype == bool:
        table = table.astype("uint8")
    with open(path, "w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(table.astype(str).tolist())


def read_image(path: str, part: Part) -> np.ndarray:
    """A picture as (height, width[, channels]), in the declared number of channels.

    Channels come first where the declared shape has them there.
    """
    import numpy as np
    from PIL import Image, ImageOps

    modes = {1: "L", 3: "RGB", 4: "RGBA"}
    shape = part.shape or []
    last = modes.get(shape[-1] or 0) if len(shape) > 2 else None
    first = modes.get(shape[-3] or 0) if len(shape) > 2 and not last else None
    with Image.open(path) as image:
        image = ImageOps.exif_transpose(image)
        deep = image.mode.startswith(("I", "F"))  # 16 bits and more: kept as they are
        # Two dimensions, or three with the batch: no channels, so grey.
        mode = last or first or ("L" if len(shape) in (2, 3) else None)
        if mode is None and image.mode not in ("L", "RGB", "RGBA"):
            mode = "RGB"
        if mode is not None and mode != image.mode and not deep:
            image = image.convert(mode)
        array = np.asarray(image)
    if (last or first) and array.ndim == 2:
        array = array[:, :, np.newaxis]
    return np.moveaxis(array, -1, 0) if first else array


def write_image(path: str, array: np.ndarray, part: Part, geometry: Any) -> None:
    from PIL import Image

    picture = _only_leading(array, 3)
    if picture.ndim == 3 and picture.shape[-1] not in (1, 3, 4):
        picture = picture.transpose(1, 2, 0)
    if picture.ndim == 3 and picture.shape[-1] == 1:
        picture = picture[:, :, 0]
    is_jpeg = path.lower().endswith((".jpg", ".jpeg"))
    if picture.ndim not in (2, 3) or (picture.ndim == 3 and picture.shape[-1] < 3):
        raise ValueError(f"the output is no picture: its shape is {array.shape}")
    if picture.dtype == bool:
        picture = picture * 255
    pixels = cast(picture, "uint8")
    if pixels is None and picture.ndim == 2 and not is_jpeg:
        pixels = cast(picture, "uint16")
    if pixels is None:
        raise ValueError(
            f"a picture holds uint8, the output is {array.dtype} with other values; "
            "scale and cast in postprocess() of model.py"
        )
    if is_jpeg and pixels.ndim == 3:
        pixels = pixels[:, :, :3]
    Image.fromarray(pixels).save(path, quality=95)  # which .png does not look at


def read_nifti(path: str, part: Part) -> tuple[np.ndarray, Geometry]:
    import nibabel
    import numpy as np

    image = nibabel.load(path)
    array = np.asanyarray(image.dataobj)
    if array.dtype.kind == "f" and image.get_data_dtype() != array.dtype:
        # Scaled on reading, so the floats have no precision of their own.
        array = array.astype(part.dtype if part.dtype == "float32" else array.dtype)
    return array, {"affine": image.affine, "nifti": image.header}


def write_nifti(path: str, array: np.ndarray, part: Part, geometry: Any) -> None:
    import nibabel
    import numpy as np

    array, geometry = _as_volume(array, geometry)
    affine = geometry.get("affine")
    header = geometry.get("nifti")
    image = nibabel.Nifti1Image(
        array, np.eye(4) if affine is None else affine, header, dtype=array.dtype
    )
    image.header["cal_min"] = image.header["cal_max"] = 0  # were the input's
    nibabel.save(image, path)


# Signs that turn a NRRD space into NIfTI's right, anterior, superior.
_RAS_SIGNS = {
    "right-anterior-superior": (1, 1, 1),
    "left-anterior-superior": (-1, 1, 1),
    "left-posterior-superior": (-1, -1, 1),
}


def read_nrrd(path: str, part: Part) -> tuple[np.ndarray, Geometry]:
    import nrrd
    import numpy as np

    array, header = nrrd.read(path)
    kept = ("space", "space directions", "space origin", "space units")
    geometry: Geometry = {"nrrd": {k: header[k] for k in kept if k in header}}
    signs = _RAS_SIGNS.get(str(header.get("space")).lower())
    if signs and array.ndim == 3 and "space directions" in header:
        affine = np.eye(4)
        affine[:3, :3] = np.asarray(header["space directions"]).T
        affine[:3, 3] = header.get("space origin", (0, 0, 0))
        affine[:3] *= np.array(signs)[:, np.newaxis]
        geometry["affine"] = affine
    return array, geometry


def write_nrrd(path: str, array: np.ndarray, part: Part, geometry: Any) -> None:
    import nrrd
    import numpy as np

    array, geometry = _as_volume(array, geometry)
    header = geometry.get("nrrd")
    affine = geometry.get("affine")
    if header is None and affine is not None and array.ndim == 3:
        flipped = affine[:3] * np.array(_RAS_SIGNS["left-posterior-superior"])[:, None]
        header = {
            "space": "left-posterior-superior",
            "space directions": flipped[:, :3].T,
            "space origin": flipped[:, 3],
        }
    nrrd.write(path, array, header or {})


def _as_volume(
    array: np.ndarray, geometry: Geometry | None
) -> tuple[np.ndarray, Geometry]:
    """The array without batch and channel of length 1, in a dtype that volumes have.

    The place in space of the first volume that was read goes with it where the
    shapes agree, else none does.
    """
    place = dict(geometry or {})
    volume = array
    if volume.shape != place.get("shape"):
        volume = _only_leading(volume, 3)
        while volume.ndim > 3 and volume.shape[-1] == 1:
            volume = volume[..., 0]
    if volume.shape[:3] != place.get("shape", ())[:3]:
        place = {}
    elif volume.shape != place["shape"]:
        place.pop("nrrd", None)  # one direction for each dimension
    # Viewers know neither bool nor float16, and few know 64 bit integers.
    better = {"bool": "uint8", "float16": "float32", "int64": "int32"}
    same = cast(volume, better.get(volume.dtype.name))
    volume = volume if same is None else same
    if volume.dtype.kind not in "iuf":
        raise ValueError(f"a volume holds numbers, the output is {array.dtype}")
    return volume, place


FORMATS: dict[str, tuple[Callable[..., Any], Callable[..., None]]] = {
    ".npy": (read_npy, write_npy),
    ".npz": (read_npz, write_npz),
    ".json": (read_json, write_json),
    ".csv": (read_csv, write_csv),
    ".png": (read_image, write_image),
    ".jpg": (read_image, write_image),
    ".jpeg": (read_image, write_image),
    ".nii": (read_nifti, write_nifti),
    ".nii.gz": (read_nifti, write_nifti),
    ".nrrd": (read_nrrd, write_nrrd),
}


# --- from arguments to written outputs -----------------------------------------


def _format(path: str, part: Part) -> tuple[str, tuple[Any, Any]]:
    """The extension to go by, and its reader and writer.

    The specification decides; a path may only name a sibling (.jpg for .png).
    """
    if part.extension not in FORMATS:
        raise Failure(
            f"{part.label}: this image has no reader or writer for {part.extension!r}, "
            f"which model-spec.json declares; it has {' '.join(FORMATS)}"
        )
    declared = FORMATS[part.extension]
    # The longest first: .nii.gz before .gz.
    for extension in sorted(FORMATS, key=len, reverse=True):
        if path.lower().endswith(extension):
            if FORMATS[extension] != declared:
                raise Failure(
                    f"{part.label}: {path} ends in {extension}, "
                    f"the specification says {part.extension}",
                    2,
                )
            return extension, declared
    return part.extension, declared


def read_input(path: str, part: Part) -> tuple[np.ndarray, Geometry | None]:
    """The array in the file, in the model's dtype where that changes no value.

    A volume comes with its place in space.
    """
    import numpy as np

    _, (reader, _) = _format(path, part)
    try:
        with open(path, "rb"):
            pass  # for the plain reason why a file cannot be opened
        got = reader(path, part)
    except Failure as failure:
        raise Failure(f"{part.label}: {path}: {failure}") from failure
    except Exception as error:
        raise Failure(f"{part.label}: cannot read {path}: {reason(error)}") from error
    array, geometry = got if isinstance(got, tuple) else (got, None)
    if geometry is not None:
        geometry["shape"] = array.shape
    same = cast(array, part.dtype)
    array = array if same is None else same
    # This machine's byte order, own memory, in order: what frameworks expect.
    return np.require(array, array.dtype.newbyteorder("="), ["C", "W"]), geometry


class Target:
    """An output's path, and the file beside it that is written first."""

    def __init__(self, part: Part, path: str) -> None:
        self.part = part
        self.path = path
        extension, (_, self.writer) = _format(path, part)
        folder, name = os.path.split(path)
        # A name of its own for each run, in the same folder, so that the rename is one
        # step; short, since names end at 255 bytes.
        unique = f".{name[:40]}.{os.urandom(4).hex()}{extension}"
        self.partial = os.path.join(folder, unique)

    def check(self) -> None:
        """Raise now what would otherwise be raised after a long prediction."""
        try:
            if os.path.isdir(self.path):
                raise IsADirectoryError(21, "Is a directory")
            self._create()
            os.unlink(self.partial)
        except OSError as error:
            raise self._failure(error) from error

    def write(self, array: np.ndarray, geometry: Geometry | None) -> None:
        """Write beside; move() then makes it the output."""
        import numpy as np

        try:
            if array.dtype.kind == "V":  # bfloat16 and its like, known to few readers
                array = array.astype("float32")
            plain_array = cast(array, "str" if array.dtype.kind in "SO" else None)
            if plain_array is None:
                raise ValueError(f"its dtype {array.dtype} is neither number nor text")
            self._create()
            self.writer(
                self.partial, np.asarray(plain_array, order="C"), self.part, geometry
            )
        except Exception as error:
            raise self._failure(error) from error

    def move(self) -> None:
        """Put what was written in the output's place."""
        try:
            os.replace(self.partial, self.path)
        except OSError as error:
            raise self._failure(error) from error

    def discard(self) -> None:
        """Remove what was written so far, if anything was."""
        try:
            os.unlink(self.partial)
        except OSError:
            pass

    def _create(self) -> None:
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
        os.close(os.open(self.partial, flags, 0o666))

    def _failure(self, error: Exception) -> Failure:
        hint = ""
        if isinstance(error, PermissionError):
            hint = '; docker run -u "$(id -u):0" writes as you'
        return Failure(
            f"{self.part.label}: cannot write {self.path}: {reason(error)}{hint}"
        )


def reason(error: BaseException) -> str:
    """Why a file could not be read or written, in a few words."""
    if isinstance(error, ImportError):
        return f"it needs the package {error.name}; add it to requirements.txt"
    if isinstance(error, FileNotFoundError):
        return "no such file or folder; is it mounted (docker run -v)?"
    if isinstance(error, PermissionError):
        return f"{error.strerror} for user {os.getuid()}:{os.getgid()}"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    text = plain(error)
    return text if type(error) is ValueError else f"{type(error).__name__}: {text}"


def model_path() -> str:
    """Where the model is: MODEL_PATH, or else the one entry of model/."""
    path = os.environ.get("MODEL_PATH", "")
    if path:
        if not os.path.exists(path):
            raise Failure(
                f"no model at {path} (MODEL_PATH); put it into model/ and build again, "
                "or mount it there"
            )
        return path
    folder = os.path.join(HERE, "model")
    names = sorted(os.listdir(folder)) if os.path.isdir(folder) else []
    names = [n for n in names if n not in ("README.md", ".gitkeep")]
    if len(names) != 1:
        found = f"{len(names)} entries in" if names else "no model in"
        raise Failure(f"{found} {folder}; put one there, or set MODEL_PATH")
    return os.path.join(folder, names[0])


class Model:
    """model.py, and the calls into it."""

    def __init__(self, spec: Spec) -> None:
        """Import model.py. By its path, since the folder model/ has the same name."""
        import importlib.util

        self.spec = spec
        self.path = model_path()
        self.file = os.path.join(HERE, "model.py")
        # Frameworks want a place for temporary files; a read-only container has one.
        if not os.access(os.environ.get("TMPDIR", "/tmp"), os.W_OK):
            os.environ["TMPDIR"] = "/dev/shm"
        if HERE not in sys.path:
            sys.path.insert(0, HERE)
        found = importlib.util.spec_from_file_location("model", self.file)
        if found is None or found.loader is None:
            raise Failure(f"{self.file} is not there")
        self.module = importlib.util.module_from_spec(found)
        sys.modules["model"] = self.module  # where pickled classes of model.py are
        self._guard("import", found.loader.exec_module, self.module)

    def run(self, inputs: Arrays, params: dict[str, Any]) -> Arrays:
        """From the arrays as read to those to write, both by the model's own names."""
        # Before load(), so that a wrong input is told at once.
        ready = self._call("preprocess", inputs, **params)
        if not isinstance(ready, dict):
            kind = type(ready).__name__
            raise Failure(f"preprocess() of model.py must return a dict, not {kind}")
        for part in self.spec.inputs:
            if part.tensor in ready:
                ready[part.tensor] = self._fit(ready[part.tensor], part)
        model = self._call("load", self.path)
        outputs = self._named(self._call("predict", model, ready), "predict")
        return self._named(self._call("postprocess", outputs, **params), "postprocess")

    def example(self) -> Arrays | None:
        """What example() of model.py returns, or None where it has none."""
        return self._call("example") if hasattr(self.module, "example") else None

    def _fit(self, value: Any, part: Part) -> Any:
        import numpy as np

        if part.shape is None and part.dtype is None:
            return value
        return fit(np.asarray(value), part)

    def _named(self, outputs: Any, function: str) -> Arrays:
        """Outputs by name: a lone array or a list is in the specification's order."""
        import numpy as np

        declared = [part.tensor for part in self.spec.outputs]
        if not isinstance(outputs, dict):
            listed = outputs if isinstance(outputs, (list, tuple)) else [outputs]
            if len(listed) != len(declared):
                raise Failure(
                    f"{function}() of model.py returned {len(listed)} outputs, "
                    f"model-spec.json declares {len(declared)}"
                )
            outputs = dict(zip(declared, listed))
        elif len(outputs) == len(declared) == 1:
            outputs = dict(zip(declared, outputs.values()))
        return {name: np.asarray(value) for name, value in outputs.items()}

    # Positional only, so that a param of the specification may have any name.
    def _call(self, name: str, /, *values: Any, **params: Any) -> Any:
        function = getattr(self.module, name, None)
        if function is None and name in ("preprocess", "postprocess"):
            return values[0]
        if function is None:
            raise Failure(f"model.py has no function {name}()")
        return self._guard(f"{name}()", function, *values, **params)

    def _guard(
        self, doing: str, function: Callable[..., Any], /, *values: Any, **params: Any
    ) -> Any:
        """Call into model.py; whatever it raises becomes one line with its place."""
        try:
            return function(*values, **params)
        except (Exception, SystemExit) as error:
            line = getattr(error, "lineno", None)
            trace = error.__traceback__
            while trace is not None:
                if trace.tb_frame.f_code.co_filename == self.file:
                    line = trace.tb_lineno
                trace = trace.tb_next
            where = f"model.py:{line}" if line else "model.py"
            hint = "" if DEBUG else " (ML_IMAGE_DEBUG=1 shows more)"
            text = f"{type(error).__name__}: {plain(error)}"
            raise Failure(f"{where}: {doing} failed: {text}{hint}") from error


def predict(spec: Spec, texts: dict[str, str], targets: list[Target]) -> None:
    """Read the inputs, run the model, write the outputs: all of them or none."""
    params = {part.key: param_value(part, texts.get(part.key)) for part in spec.params}
    inputs: Arrays = {}
    geometry: Geometry | None = None
    for target in targets:
        target.check()
    for part in spec.inputs:
        if part.key in texts:
            inputs[part.tensor], place = read_input(texts[part.key], part)
            geometry = geometry or place
    outputs = Model(spec).run(inputs, params)
    for target in targets:
        target.write(_output(outputs, target.part), geometry)
    for target in targets:
        target.move()
        array = outputs[target.part.tensor]
        print(f"{plain(target.path)}: {array.dtype.name} {describe(array.shape)}")


def _output(outputs: Arrays, part: Part) -> np.ndarray:
    if part.tensor not in outputs:
        names = ", ".join(outputs) or "none"
        raise Failure(
            f"{part.label}: postprocess() of model.py gave no output {part.tensor!r}; "
            f"it gave {names}"
        )
    return outputs[part.tensor]


def selftest(spec: Spec, texts: dict[str, str]) -> None:
    """Run a made-up input through the model and its outputs through their writers."""
    import tempfile

    params = {part.key: param_value(part, texts.get(part.key)) for part in spec.params}
    model = Model(spec)
    outputs = model.run(model.example() or _made_up(spec), params)
    try:
        folder = tempfile.mkdtemp()
    except OSError:
        folder = ""  # nowhere to write in this container: then do without
    try:
        for part in spec.outputs:
            array = _output(outputs, part)
            if folder:
                target = Target(part, os.path.join(folder, part.key + part.extension))
                try:
                    target.write(array, None)
                finally:
                    target.discard()
            print(
                f"selftest: {part.tensor}: {array.dtype.name} {describe(array.shape)}"
            )
    finally:
        if folder:
            os.rmdir(folder)


def _made_up(spec: Spec) -> Arrays:
    """Inputs of the declared shapes; of free dimensions the first is 1, others 32."""
    import numpy as np

    inputs: Arrays = {}
    for part in spec.inputs:
        if part.shape is None and part.required:
            raise Failure(
                f"selftest: inputs.{part.key}.tensor.shape in model-spec.json is null; "
                "fill it in, or give model.py a function example()",
                3,
            )
        if part.shape is None:
            continue
        shape = [n or (32 if at else 1) for at, n in enumerate(part.shape)]
        array = np.random.default_rng(0).random(shape, dtype="float32")
        if part.dtype == "str":
            array = np.zeros(shape, dtype=str)
        elif part.dtype is not None and not part.dtype.startswith("bfloat"):
            # Integers are all 0, which is also a valid index or class.
            array = array.astype(part.dtype)
        inputs[part.tensor] = array
    return inputs


# --- the process: a small init, then the work in a child ------------------------


def supervise(work: Callable[[], int], targets: list[Target]) -> int:
    """Run work in a child process and give its exit status.

    As PID 1 a process gets no default handling of signals, and a framework deep in
    native code runs no Python handler: this parent ends the child at once, then
    itself. It also reaps orphans, explains a crash, and removes half-written files.
    """
    if not hasattr(os, "fork"):
        return work()
    import signal

    caught = {signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGQUIT}
    noise = os.memfd_create("stderr") if hasattr(os, "memfd_create") else -1
    # Held back until there is a child to end and a handler that does it.
    signal.pthread_sigmask(signal.SIG_BLOCK, caught)
    child = os.fork()
    if child == 0:
        for number in caught:
            signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, caught)
        if noise >= 0 and sys.stderr is not None and not DEBUG:
            _keep_stderr_for_python(noise)
        status = 1
        try:
            status = work()
        finally:
            # Without the frameworks' own teardown, which is slow and can crash.
            os._exit(status)

    stopped: list[int] = []

    def stop(number: int, _frame: object) -> None:
        stopped.append(number)
        try:
            os.kill(child, signal.SIGKILL)
        except ProcessLookupError:
            pass  # it ended by itself a moment ago

    for number in caught:
        signal.signal(number, stop)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, caught)
    ended = 0
    while ended != child:
        ended, status = os.wait()
    for target in targets:
        target.discard()
    if stopped:
        return 128 + stopped[0]
    if os.WIFEXITED(status):
        return os.WEXITSTATUS(status)
    killer = signal.Signals(os.WTERMSIG(status))
    why = f"the model's process was ended by {killer.name}"
    if killer == signal.SIGKILL:
        why += "; it is likely out of memory"
    elif noise >= 0:
        end = os.pread(noise, 4096, max(0, os.fstat(noise).st_size - 4096))
        why += f": {end.splitlines()[-1].decode(errors='replace')}" if end else ""
    complain(why)
    return 128 + killer


def _keep_stderr_for_python(noise: int) -> None:
    """Send what native code prints to stderr into the file `noise`.

    Frameworks log there on every run (TensorFlow does whatever its settings); Python's
    own sys.stderr, with warnings and a person's prints, stays where it was.
    """
    sys.stderr = os.fdopen(os.dup(2), "w", 1, errors="backslashreplace")
    os.dup2(noise, 2)


def complain(message: str) -> None:
    """The one line of a failure, on stderr, after what was printed so far."""
    try:
        print(end="", flush=True)
    except BrokenPipeError:
        pass
    print(f"error: {plain(message, 2000)}", file=sys.stderr, flush=True)


def guarded(work: Callable[[], int | None]) -> int:
    """Do the work; give its exit status, or that of the failure it complained of."""
    try:
        status = work() or 0
        print(end="", flush=True)
        return status
    except Failure as failure:
        error: Exception = failure
        message, status = str(failure), failure.status
    except BrokenPipeError:
        return 1  # whoever read our output has seen enough
    except Exception as other:  # noqa: BLE001 - all that is left becomes one line
        error, message, status = other, f"{type(other).__name__}: {other}", 1
    if DEBUG:
        import traceback

        traceback.print_exception(type(error), error, error.__traceback__)
    complain(message)
    return status


def main(arguments: list[str]) -> int:
    """Answer the arguments; give the exit status."""
    spec = Spec()
    texts = parse_arguments(spec, arguments)
    if "--spec" in texts:
        with open(SPEC, "rb") as file:
            sys.stdout.buffer.write(file.read())
        return 0
    if "--help" in texts or "--version" in texts:
        print(help_text(spec) if "--help" in texts else version_text(spec))
        return 0
    if "--selftest" in texts:
        return supervise(lambda: guarded(lambda: selftest(spec, texts)), [])
    check_files(spec, texts)
    written = [part for part in spec.outputs if part.key in texts]
    targets = [Target(part, texts[part.key]) for part in written]
    return supervise(lambda: guarded(lambda: predict(spec, texts, targets)), targets)


if __name__ == "__main__":
    if sys.stdout is not None:  # not closed by the caller
        sys.stdout.reconfigure(errors="backslashreplace")
    code = guarded(lambda: main(sys.argv[1:]))
    # Taking the interpreter down in order would cost a tenth of the time of --help.
    os._exit(code)
