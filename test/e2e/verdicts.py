"""Says of each line, one specification a line, whether ABLInfer itself takes it."""

import logging
import sys

from ablinfer.model import load_model

logging.disable(logging.CRITICAL)
for line in sys.stdin:
    try:
        load_model(line, fp=False)
    except Exception as error:  # whatever it is, ABLInfer does not go on
        print("bad", " ".join(repr(error).split()))
    else:
        print("good")
