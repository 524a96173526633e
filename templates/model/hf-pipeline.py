"""How the model is used: a Hugging Face directory, by a pipeline. This file is yours to edit.

The directory's own processor or tokenizer prepares what goes in. Every param of the
specification arrives in preprocess and postprocess as a keyword of its name.
"""

from typing import Any

import numpy as np
import torch
import transformers

DEVICE = "cuda" if torch.cuda.is_available() else "cpu"
# By the end of the class in config.json; any other class generates text.
TASKS = {
    "ForImageClassification": "image-classification",
    "ForSemanticSegmentation": "image-segmentation",
    "ForSequenceClassification": "text-classification",
    "ForTokenClassification": "token-classification",
    "ForMaskedLM": "fill-mask",
}


def load(path: str) -> Any:
    """Read the model, once. Code that the directory brings is not run."""
    transformers.utils.logging.disable_progress_bar()
    config = transformers.AutoConfig.from_pretrained(path)
    kind = config.architectures[0]
    task = next((task for end, task in TASKS.items() if kind.endswith(end)), None)
    if task is not None:
        return transformers.pipeline(task, model=path, device=DEVICE)
    network = getattr(transformers, kind).from_pretrained(path).to(DEVICE).eval()
    return network, transformers.AutoTokenizer.from_pretrained(path)


def preprocess(inputs: dict[str, Any], **params: Any) -> dict[str, Any]:
    """A picture or a text, as the pipeline takes it."""
    return {name: as_picture(value) for name, value in inputs.items()}


def as_picture(value: Any) -> Any:
    """An array of pixels as a picture; a text stays."""
    if isinstance(value, str):
        return value
    from PIL import Image  # only where pictures go in

    return Image.fromarray(value.squeeze())


def predict(model: Any, inputs: dict[str, Any]) -> Any:
    """Classes with scores, what was found in a text, a map of classes, or a text."""
    (value,) = inputs.values()
    if isinstance(model, tuple):
        return generate(*model, value)
    if model.task.endswith("classification") and model.task != "token-classification":
        found = model(value, top_k=len(model.model.config.id2label))
        scores = {each["label"]: each["score"] for each in found}
        names = model.model.config.id2label.values()
        return {"label": found[0]["label"], **{name: scores[name] for name in names}}
    if model.task == "image-segmentation":
        ids = model.model.config.label2id
        classes = np.zeros(value.size[::-1], "uint8")
        for each in model(value):
            classes[np.asarray(each["mask"]) > 0] = ids[each["label"]]
        return classes
    return {"found": model(value)}


def generate(network: Any, tokenizer: Any, text: str) -> str:
    """What the network writes about the text, or after it."""
    tokens = tokenizer(text, return_tensors="pt", truncation=True).to(DEVICE)
    with torch.inference_mode():
        written = network.generate(**tokens, max_new_tokens=200)
    return tokenizer.decode(written[0], skip_special_tokens=True)


def postprocess(
    outputs: dict[str, Any], inputs: dict[str, Any], **params: Any
) -> dict[str, Any]:
    """From what the model gives to what is written; `inputs` are as they were read."""
    return outputs
