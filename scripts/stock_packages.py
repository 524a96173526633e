"""Stock objects of pandas, numpy, boosters and torch; used by stock-objects.py."""
from __future__ import print_function

import os

from stock_maker import SAFE, data, folder, made, optional, save


def of_pandas():
    import pandas as pd

    dates = pd.date_range("2020-01-01", periods=4)
    frame = pd.DataFrame({"i": [1, 2, 3, 4], "f": [0.5] * 4, "s": list("abca"), "b": [True] * 4, "d": dates})
    frame["c"] = frame["s"].astype("category")
    things = {
        "frame": frame, "series": frame["f"], "text": frame["s"], "category": frame["c"], "columns": frame.columns,
        "range": pd.RangeIndex(4), "index": pd.Index(["x", "y"]), "numbers": pd.Index([1.5, 2.5]),
        "dates": dates, "zoned": dates.tz_localize("UTC"), "zone": dates.tz_localize("Europe/Berlin"),
        "deltas": pd.to_timedelta([1, 2], unit="h"), "periods": pd.period_range("2020-01", periods=3, freq="M"),
        "intervals": pd.interval_range(0, 3), "multi": pd.MultiIndex.from_product([[1, 2], ["a", "b"]]),
        "categories": pd.CategoricalIndex(["a", "b"]), "stamp": dates[0], "delta": pd.Timedelta(1), "nat": pd.NaT,
        "period": pd.Period("2020-01"), "interval": pd.Interval(0, 1), "offset": pd.offsets.MonthEnd(), "day": pd.offsets.Day(2),
        "dtypes": frame.dtypes, "category-type": frame["c"].dtype, "grouped": frame.groupby("s")["f"].mean(),
        "indexed": frame.set_index("d"), "empty": pd.DataFrame(), "cut": pd.cut([1, 2, 3], 2), "business": pd.offsets.BDay(),
        "objects": pd.Series([1, "a", None]), "array": frame.values, "record": frame[["i", "f"]].to_records(),
        "sparse": pd.Series([0, 0, 1]).astype("Sparse[int]") if hasattr(pd, "SparseDtype") else None,
    }
    for name in ("Int64", "boolean", "string", "Float64", "datetime64[ns, UTC]", "period[D]", "string[pyarrow]", "int64[pyarrow]"):
        try:
            things["dtype-" + name.split("[")[0] + str(len(name))] = pd.array([None, None], dtype=name)
            things["series-" + name.split("[")[0] + str(len(name))] = pd.Series([None, None], dtype=name)
        except Exception:
            continue
    named = frame.copy()
    if hasattr(named, "attrs"):
        named.attrs["unit"] = "mm"
    things["attributes"] = named
    things["several"] = frame.set_index(["i", "s"])
    things["flags"] = frame.set_flags(allows_duplicate_labels=False) if hasattr(frame, "set_flags") else None
    for name in (
        "Int8", "Int16", "Int32", "UInt8", "UInt64", "Float32", "category", "object", "timedelta64[ns]", "datetime64[ns, Europe/Berlin]",
        "Sparse[float]", "string[python]", "interval", "float16", "complex128", "bool[pyarrow]", "timestamp[ns][pyarrow]", "string[pyarrow_numpy]",
    ):
        try:
            column = pd.Series([None, None]).astype(name)
            key = "typed-" + SAFE.sub("_", name)
            things[key] = pd.DataFrame({"a": column})
            things[key + "-index"] = pd.Index(column)
        except Exception:
            continue
    for name in sorted(dir(pd.offsets)):
        try:
            things["offset-" + name] = pd.date_range("2020-01-01", periods=3, freq=getattr(pd.offsets, name)())
        except Exception:
            continue
    for name, thing in things.items():
        save("pd-" + name, thing)


def of_numpy():
    import numpy as np
    from scipy import interpolate, sparse, spatial

    things = [
        np.arange(3), np.array(["a", "bc"]), np.array([1, None]), np.float32(1), np.int64(3), np.bool_(True),
        np.dtype("f8"), np.dtype([("a", "i4")]), np.ma.array([1, 2], mask=[0, 1]), np.matrix([[1]]),
        np.random.RandomState(1), np.array([], dtype="M8[D]"), np.datetime64("2020-01-01"), np.float64, np.int32,
        np.array(1 + 2j), np.zeros((2, 2), order="F"), np.rec.array([(1, 2.0)]), np.polynomial.Polynomial([1, 2]),
        np.poly1d([1, 2]), np.random.mtrand._rand,
        interpolate.interp1d([0, 1], [1, 2]), interpolate.PchipInterpolator([0, 1, 2], [1, 2, 3]),
        interpolate.CubicSpline([0, 1, 2], [1, 2, 3]), interpolate.UnivariateSpline([0, 1, 2, 3], [1, 2, 3, 4]),
        spatial.cKDTree([[1, 2], [3, 4]]), spatial.ConvexHull([[0, 0], [1, 0], [0, 1]]),
    ]
    if not hasattr(spatial.KDTree, "leafnode"):  # before scipy 1.6: classes in a class, which are no stock estimator's
        things.append(spatial.KDTree([[1, 2], [3, 4]]))
    if hasattr(np.random, "default_rng"):
        things += [np.random.default_rng(1), np.random.Generator(np.random.MT19937(1)), np.random.SeedSequence(1)]
    if hasattr(np, "dtypes") and hasattr(np.dtypes, "StringDType"):
        things += [np.array(["a"], dtype=np.dtypes.StringDType())]
    for kind in ("csr", "csc", "coo", "bsr", "dia", "dok", "lil"):
        things.append(getattr(sparse, kind + "_matrix")(np.eye(3)))
        if hasattr(sparse, kind + "_array"):
            things.append(getattr(sparse, kind + "_array")(np.eye(3)))
    for at, thing in enumerate(things):
        save("np-%d-%s" % (at, type(thing).__name__), thing)


def of_boosters():
    X, y, numbers = data()
    xgboost, lightgbm, catboost = optional("xgboost"), optional("lightgbm"), optional("catboost")
    if xgboost is not None:
        for cls in (xgboost.XGBClassifier, xgboost.XGBRegressor, xgboost.XGBRFClassifier if hasattr(xgboost, "XGBRFClassifier") else xgboost.XGBClassifier):
            save("xgb-" + cls.__name__, cls())
            model = cls(n_estimators=2).fit(X, y)
            save("xgb-fitted-" + cls.__name__, model)
        save("xgb-booster", model.get_booster())
    if lightgbm is not None:
        for cls in (lightgbm.LGBMClassifier, lightgbm.LGBMRegressor):
            save("lgb-" + cls.__name__, cls())
            model = cls(n_estimators=2).fit(X, y)
            save("lgb-fitted-" + cls.__name__, model)
        save("lgb-booster", model.booster_)
    if catboost is not None:
        for cls in (catboost.CatBoostClassifier, catboost.CatBoostRegressor):
            save("cat-" + cls.__name__, cls())
            save("cat-fitted-" + cls.__name__, cls(iterations=2, verbose=0, allow_writing_files=False).fit(X, y))
    if optional("imblearn") is not None:
        from imblearn import over_sampling, pipeline, under_sampling
        from sklearn.linear_model import LogisticRegression

        steps = [("o", over_sampling.SMOTE()), ("u", under_sampling.RandomUnderSampler()), ("m", LogisticRegression())]
        save("imb-pipe", pipeline.Pipeline(steps).fit(X, y))
        from imblearn import ensemble

        for name in ("BalancedRandomForestClassifier", "EasyEnsembleClassifier", "RUSBoostClassifier"):
            save("imb-" + name, getattr(ensemble, name)(n_estimators=2).fit(X, y))


def of_torch():
    torch, tokenizers = optional("torch"), optional("tokenizers")
    if tokenizers is not None:
        from tokenizers import models, pre_tokenizers

        words = tokenizers.Tokenizer(models.WordLevel({"a": 0, "[UNK]": 1}, unk_token="[UNK]"))
        words.pre_tokenizer = pre_tokenizers.Whitespace()
        save("tok-tokenizer", words)
        save("tok-model", words.model)
        save("tok-pre", words.pre_tokenizer)
    if torch is None:
        return
    from torch import nn

    net = nn.Sequential(nn.Conv2d(1, 2, 3), nn.BatchNorm2d(2), nn.ReLU(), nn.Flatten(), nn.Linear(8, 2))
    rnn, attention = nn.LSTM(3, 4, bidirectional=True), nn.TransformerEncoder(nn.TransformerEncoderLayer(4, 2, 8), 1)
    normed = nn.utils.spectral_norm(nn.Linear(2, 2))
    optimizer = torch.optim.Adam(net.parameters())
    things = {
        "net": net, "rnn": rnn, "attention": attention, "state": net.state_dict(), "parallel": nn.DataParallel(net),
        "checkpoint": {"epoch": 1, "model": net.state_dict(), "optimizer": optimizer.state_dict()}, "tensor": torch.ones(2),
        "normed": normed, "embedding": nn.Embedding(3, 2), "loss": nn.CrossEntropyLoss(), "sparse": torch.eye(2).to_sparse(),
        "types": [torch.float16, torch.device("cpu"), torch.Size([1])], "half": torch.ones(2).half(), "parameter": nn.Parameter(torch.ones(1)),
    }
    for name, thing in things.items():
        made.append(name)
        torch.save(thing, os.path.join(folder, "torch-%s.pt" % name))
        torch.save(thing, os.path.join(folder, "torch-%s-old.pt" % name), _use_new_zipfile_serialization=False)
