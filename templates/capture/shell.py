"""Opens a shell in the container of `ml-image capture`, and tells whether it was killed.

Run inside the container by `exec -it`. A shell's own status says too little: `exit 137` looks like
a kill, and the last command's status becomes the shell's.
"""

import os
import shutil
import signal
import subprocess
import sys

# The status after a shell that was killed; 0 after one that was left, however its last command ended.
KILLED = 75


def main():
    # Ctrl-C is the shell's affair; this process waits for its end.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGQUIT, signal.SIG_IGN)
    shell = shutil.which("bash") or "/bin/sh"
    status = subprocess.call([shell, "-i"], preexec_fn=default_signals)
    return KILLED if status < 0 else 0


def default_signals():
    """What is ignored stays ignored in a child, which a shell must not inherit."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.signal(signal.SIGQUIT, signal.SIG_DFL)


if __name__ == "__main__":
    os.environ.setdefault("TERM", "xterm")
    sys.exit(main())
