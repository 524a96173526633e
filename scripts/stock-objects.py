"""Makes stock objects of the packages that are installed, as files: what must never be `dangerous`.

    python scripts/stock-objects.py FOLDER [--defaults]

Every estimator of scikit-learn with its default and each of its documented parameters, unfitted and
fitted, alone and in a Pipeline, ColumnTransformer or search with scipy distributions, by pickle (all protocols in turn),
joblib (plain and compressed) and cloudpickle; frames, indexes and dtypes of pandas; the same for
xgboost, lightgbm, catboost, imbalanced-learn, tokenizers and torch where they are installed.
With --defaults each estimator of scikit-learn has its default parameters only. Runs on Python 3.6 and later. Prints how many files it made.
"""
from __future__ import print_function

import os
import signal
import sys

from stock_maker import SAFE, SLOWEST, data, folder, joblib, made, only_defaults, optional, save
from stock_packages import of_boosters, of_numpy, of_pandas, of_torch


def estimators():
    """The estimators of scikit-learn, each with its defaults."""
    try:
        from sklearn.utils import all_estimators
    except ImportError:
        from sklearn.utils.testing import all_estimators
    from sklearn.linear_model import LinearRegression, LogisticRegression

    try:
        import sklearn.experimental.enable_hist_gradient_boosting  # noqa: F401
    except Exception:
        pass
    for module in ("enable_iterative_imputer", "enable_halving_search_cv"):
        optional("sklearn.experimental." + module)
    for name, cls in all_estimators():
        inner = LinearRegression() if "Regress" in name else LogisticRegression()
        parts = [("a", inner), ("b", type(inner)())]
        for arguments in (
            {}, {"estimator": inner}, {"base_estimator": inner}, {"estimators": parts},
            {"transformer_list": parts[:0]}, {"steps": [("only", inner)]}, {"transformers": []},
            {"estimator": inner, "param_grid": {"fit_intercept": [True]}},
            {"estimator": inner, "param_distributions": {"fit_intercept": [True]}},
        ):
            try:
                yield name, cls(**arguments)
                break
            except Exception:
                continue


def choices(estimator):
    """One estimator for each value that scikit-learn says a parameter may have, beside its default."""
    from sklearn.base import clone

    constraints = getattr(estimator, "_parameter_constraints", None) or {}
    for name, allowed in sorted(constraints.items()):
        for each in allowed if isinstance(allowed, list) else []:
            values = sorted(getattr(each, "options", []), key=str)
            if each == "boolean":
                values = [True, False]
            elif each == "random_state":
                values = [7, __import__("numpy").random.RandomState(1)]
            elif each is None:
                values = [None]
            for value in values:
                try:
                    if repr(getattr(estimator, name)) != repr(value):
                        yield "%s-%s" % (name, str(value)[:12]), clone(estimator).set_params(**{name: value})
                except Exception:
                    continue


class TooSlow(Exception):
    """Raised in a fit that takes longer than a test of a verdict is worth."""


def too_slow(*_):
    raise TooSlow()


def fitted(estimator):
    """The estimator fitted to whatever it takes, or None."""
    X, classes, numbers = data()
    texts = ["some words of text", "more words"] * 15
    for one, other in (
        (X, classes), (X, numbers), (texts, classes), (X, X), (X[:, 0], numbers),
        ([{"a": 1.0, "b": 2.0}] * 30, None), (classes, None), (X.T.dot(X), None),
        ([["a"], ["b"]] * 15, None), (X, classes.reshape(-1, 1).repeat(2, 1)),
    ):
        signal.signal(signal.SIGALRM, too_slow)
        signal.setitimer(signal.ITIMER_REAL, SLOWEST)
        try:
            return estimator.fit(one) if other is None else estimator.fit(one, other)
        except TooSlow:
            return None
        except Exception:
            continue
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
    return None


def of_sklearn():
    for name, estimator in estimators():
        save("sk-" + name, estimator)
        done = fitted(estimator)
        if done is not None:
            save("sk-" + name + "-fitted", done)
        for choice, other in [] if only_defaults else choices(estimator):
            done = fitted(other)
            save("sk-%s-%s" % (name, SAFE.sub("_", choice)), other if done is None else done)
    composed()
    parts()


def parts():
    """What is documented as a parameter and is no estimator: kernels, splitters, functions."""
    import numpy as np
    from sklearn import metrics, model_selection
    from sklearn.feature_extraction import text
    from sklearn.gaussian_process import GaussianProcessRegressor, kernels
    from sklearn.neighbors import KNeighborsClassifier
    from sklearn.preprocessing import FunctionTransformer

    X, y, numbers = data()
    for kernel in (
        kernels.RBF(), kernels.Matern(), kernels.RationalQuadratic(), kernels.ExpSineSquared(), kernels.DotProduct(),
        kernels.ConstantKernel() * kernels.RBF() + kernels.WhiteKernel(), kernels.PairwiseKernel(), kernels.RBF() ** 2,
        kernels.CompoundKernel([kernels.RBF(), kernels.DotProduct()]),
    ):
        estimator = GaussianProcessRegressor(kernel, alpha=0.1)
        save("kernel-" + type(kernel).__name__, fitted(estimator) or estimator)
    for name in sorted(dir(model_selection)):
        cls = getattr(model_selection, name)
        if isinstance(cls, type) and hasattr(cls, "get_n_splits"):
            for arguments in ((), (2,), ([0, 1] * 15,)):
                try:
                    splitter = cls(*arguments)
                    save("cv-" + name, model_selection.GridSearchCV(KNeighborsClassifier(), {"n_neighbors": [1, 2]}, cv=splitter))
                    break
                except Exception:
                    continue
    for name in sorted(dir(metrics)):
        function = getattr(metrics, name)
        if callable(function) and not isinstance(function, type) and not name.startswith(("get_", "check_", "make_", "plot_")):
            save("metric-" + name, {"scoring": metrics.make_scorer(function), "metric": function})
    for name in metrics.get_scorer_names() if hasattr(metrics, "get_scorer_names") else sorted(metrics.SCORERS):
        save("scoring-" + name, metrics.get_scorer(name) if hasattr(metrics, "get_scorer") else metrics.SCORERS[name])
    for function in (str.lower, str.split, str.strip, str.upper, len, abs, np.log, np.log10, np.square, np.cbrt, np.sign):
        save("callable-" + function.__name__, [FunctionTransformer(function), text.CountVectorizer(tokenizer=function)])
    for maker in (text.CountVectorizer(tokenizer=str.split), text.TfidfVectorizer(preprocessor=str.lower, stop_words=["the"])):
        save("words-" + type(maker).__name__, maker.fit(["some words", "of text"]))


def composed():
    """Pipelines, column transformers and searches; with functions as parameters."""
    import numpy as np
    from scipy import stats
    from sklearn import ensemble, feature_selection, metrics, pipeline, preprocessing, svm
    from sklearn.model_selection import GridSearchCV, RandomizedSearchCV, StratifiedKFold

    X, y, _ = data()
    steps = [("scale", preprocessing.StandardScaler()), ("forest", ensemble.RandomForestClassifier(3))]
    if not joblib.__name__.startswith("sklearn"):
        cached = pipeline.Pipeline(steps, memory=joblib.Memory(os.path.join(folder, "cache"), verbose=0))
        save("pipe-cached", cached)
    save("pipe", pipeline.Pipeline(steps).fit(X, y))
    for score in (feature_selection.f_classif, feature_selection.chi2, feature_selection.mutual_info_classif):
        save("select-" + score.__name__, feature_selection.SelectKBest(score, k=2).fit(X, y))
    for function in (np.log1p, np.sqrt, np.abs, np.mean, np.nan_to_num, np.exp, np.tanh):
        save("function-" + function.__name__, preprocessing.FunctionTransformer(function))
    for score in ("accuracy_score", "f1_score", "mean_squared_error", "roc_auc_score", "log_loss"):
        save("scorer-" + score, metrics.make_scorer(getattr(metrics, score)))
    grid = GridSearchCV(svm.SVC(), {"C": [1, 2]}, scoring="accuracy", cv=StratifiedKFold(3))
    save("grid", grid.fit(X, y))
    frozen = [
        stats.uniform(0, 1), stats.norm(), stats.expon(scale=2), stats.randint(1, 9), stats.gamma(2),
        stats.beta(1, 2), stats.lognorm(1), stats.poisson(3), stats.binom(5, 0.5), stats.t(3),
        stats.reciprocal(1, 10), stats.truncnorm(-1, 1), stats.geom(0.5), stats.dirichlet([1, 2]),
        stats.multivariate_normal([0, 0]), stats.rv_discrete(values=([1, 2], [0.5, 0.5])), stats.gaussian_kde([1, 2, 4]),
        stats.rv_histogram(np.histogram([1, 2, 4])),
    ] + ([stats.loguniform(1, 10)] if hasattr(stats, "loguniform") else [])
    shapes = {"a": 1.5, "b": 2.5, "c": 1.5, "n": 5, "p": 0.5, "mu": 1.5, "low": 1, "high": 9}
    for name in sorted(set(dir(stats)) - {"rv_continuous", "rv_discrete"}):
        made_of = getattr(stats, name)
        if hasattr(made_of, "shapes") and hasattr(made_of, "freeze"):
            try:
                frozen.append(made_of(*[shapes.get(each.strip(), 1.5) for each in (made_of.shapes or "").split(",") if each]))
            except Exception:
                continue
    for at, distribution in enumerate(frozen):
        save("distribution-%d" % at, distribution)
        search = RandomizedSearchCV(svm.SVC(), {"C": distribution}, n_iter=1)
        save("search-%d" % at, search)
    search = RandomizedSearchCV(svm.SVC(), {"C": stats.uniform(0.1, 1)}, n_iter=2, random_state=0)
    save("search-fitted", search.fit(X, y))
    pandas = optional("pandas")
    try:
        from sklearn.compose import ColumnTransformer, make_column_selector
    except ImportError:
        return
    frame = pandas.DataFrame({"n": [1.0, 2.0] * 15, "s": ["x", "y"] * 15})
    one_hot = preprocessing.OneHotEncoder(handle_unknown="ignore")
    columns = ColumnTransformer([("n", preprocessing.StandardScaler(), ["n"]), ("s", one_hot, ["s"])])
    save("columns", columns.fit(frame))
    save("columns-pipe", pipeline.Pipeline([("c", columns), ("f", ensemble.RandomForestClassifier(3))]).fit(frame, y))
    save("columns-selector", ColumnTransformer([("n", one_hot, make_column_selector(dtype_include=object))]))


for part in (of_numpy, of_pandas, of_sklearn, of_boosters, of_torch):
    try:
        part()
    except Exception as error:  # of packages that do not fit together: the rest is made all the same
        print("left out from here on:", part.__name__, repr(error)[:200], file=sys.stderr)
print(len(made), "objects,", len(os.listdir(folder)), "files")
