"""Starts ABLInfer's own server, `ablinfer.inferserver`, on loopback, on a host without GPUs.

    INFERSERVER_SETTINGS=SETTINGS python serve.py PORT

The settings are ABLInfer's (ablinfer/inferserver/default_settings.py).
"""

import os
import sys

import without_gpu  # noqa: F401 - it changes docker's client
from ablinfer.inferserver import app

if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(sys.argv[1]))
    os._exit(0)  # its threads do not end by themselves
