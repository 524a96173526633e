#!/bin/sh
# What the steps of Dockerfile ask of pip, in one place. In the base image, as root:
#
#   install.sh split       writes what each step installs, beside requirements.txt
#   install.sh framework   installs the framework's part into /opt/venv
#   install.sh packages    installs all of requirements.txt; what is there keeps its version
#   install.sh fetch       writes what pip installs to /fetched, as wheels (make wheels)
#
# Files in wheels/ are taken before any index is asked; with PIP_NO_INDEX=1 nothing else is.
# Two secrets, a private index's pip.conf and the certificate of its authority (ca.crt), are
# used where they are given, and leave no trace in the image.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
wheels="--find-links $here --find-links $here/framework"
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_CONFIG_FILE=/tmp/pip.conf
# Python's own files stay as they are: no bytecode beside them.
export PYTHONDONTWRITEBYTECODE=1

# A plain system keeps pip out of the image: it is mounted from a stage of its own.
if [ -d /tmp/pip ]; then
  pip() { PYTHONPATH=/tmp/pip python3 -m pip "$@"; }
  venv_pip() { PYTHONPATH=/tmp/pip /opt/venv/bin/python -m pip "$@"; }
else
  pip() { python3 -m pip "$@"; }
  venv_pip() { python3 -m pip --python /opt/venv/bin/python "$@"; }
fi

# pip wants all certificates in one file.
use_secrets() {
  if [ -f /tmp/ca.crt ]; then
    cat /etc/ssl/certs/ca-certificates.crt /tmp/ca.crt > /tmp/ca-bundle.crt
    export PIP_CERT=/tmp/ca-bundle.crt
  fi
}

# Packages that the base image or the system brings, as pip's constraints: they stay.
constraints() {
  venv_pip list --format=freeze > /tmp/installed.txt
  sed '/^[A-Za-z0-9._-]*==[A-Za-z0-9.!+]*$/!d' /tmp/installed.txt > /tmp/constraints.txt
}

sees_system() { grep -qs 'include-system-site-packages = true' /opt/venv/pyvenv.cfg; }

clean() { rm -f /tmp/ca-bundle.crt /tmp/installed.txt /tmp/constraints.txt; }
trap clean EXIT

# requirements.txt as it is, or requirements.lock where there is one (ml-image lock writes
# it): then only files whose hash stands there.
split() {
  mkdir -p "$here/framework"
  cp "$0" "$here/framework/"
  cd "$here/.."
  if [ -f requirements.lock ]; then
    # What the lock must be made from: this Python and machine, and what requirements.txt asks for.
    {
      python3 -c 'import sysconfig; print(sysconfig.get_config_var("SOABI"))'
      awk '!/^#/ { sub("[ \t\r]+$", ""); sub("//[^/@]*@", "//"); if (NF) print }' requirements.txt
    } > inputs
    sum=$(sha256sum inputs)
    if ! grep -q "^# inputs: sha256:${sum%% *}" requirements.lock; then
      echo 'requirements.lock is stale: requirements.txt, Python or the machine is not what it was made for; run: ml-image lock' >&2
      exit 1
    fi
    { sed -n '/^--/p' requirements.txt; echo '--require-hashes'; cat requirements.lock; } > all.txt
  else
    cp requirements.txt all.txt
  fi
  # The framework by itself: while its part stays the same, a new package does not install it again.
  sed -e '/^# --- packages/,$d' -e '/^#/d' all.txt > framework.txt
}

framework() {
  venv_pip install --find-links "$here" -r /requirements/framework.txt
}

packages() {
  if sees_system; then
    constraints
    # shellcheck disable=SC2086
    venv_pip install $wheels -r "$here/../all.txt" -c /tmp/constraints.txt
  else
    # shellcheck disable=SC2086
    venv_pip install $wheels -r "$here/../all.txt"
    venv_pip check
  fi
}

fetch() {
  mkdir -p /fetched/framework
  if sees_system; then
    # pip says what it would add to what is there, and only that is fetched.
    constraints
    # shellcheck disable=SC2086
    venv_pip install --dry-run --quiet --report /tmp/report.json $wheels \
      -r "$here/../all.txt" -c /tmp/constraints.txt
    sed -n '/^--/p' "$here/../requirements.txt" > /tmp/missing.txt
    python3 -c 'import json; [print("{name}=={version}".format(**i["metadata"])) for i in json.load(open("/tmp/report.json"))["install"]]' >> /tmp/missing.txt
    # shellcheck disable=SC2086
    pip wheel --no-deps $wheels --wheel-dir /fetched/framework -r /tmp/missing.txt
  else
    # shellcheck disable=SC2086
    pip wheel $wheels --wheel-dir /fetched -r "$here/../all.txt"
    pip wheel --no-index --find-links /fetched --wheel-dir /fetched/framework -r "$here/../framework.txt"
    for wheel in /fetched/framework/*.whl; do rm -f "/fetched/${wheel##*/}"; done
  fi
}

case ${1:-} in
  split) split ;;
  framework | packages | fetch) use_secrets && "$1" ;;
  *) echo "install.sh: '${1:-}' is no step; the comment at its top lists them" >&2 && exit 2 ;;
esac
