#!/bin/sh
# Checks the built image the way others will use it, offline. `make test` runs this; by hand:
#
#   IMAGE=NAME:TAG sh test/run.sh [ENGINE OPTION...]
#
# ENGINE is docker unless it says podman or nerdctl. DATA names a folder with inputs to test with,
# under the names that README.md gives; without it the image makes its own. Status 0: it predicts,
# 1: it does not, 3: not tested, as there are no inputs. The options go to
# every container: `--gpus all`, `--shm-size 1g`.
#
# trials.py is given to the image's Python as text: what is not in the image stays out of it.
#
# The last check is what ABLInfer does with an image, by the engine's own commands: it creates a
# container with no folder of the host in it, puts the inputs into it as root's with mode 0640,
# starts it, waits for status 0, and fetches each output.
set -u

: "${IMAGE:?name the image: IMAGE=NAME:TAG sh test/run.sh}"
: "${ENGINE:=docker}"
: "${DATA:=}"
if [ -n "$DATA" ]; then DATA=$(cd "$DATA" && pwd) || exit 1; fi
cd "$(dirname "$0")/.." || exit 1
code=$(cat test/trials.py) || exit 1

container=
work=$(mktemp -d) || exit 1

# ENGINE may be several words, such as `sudo docker`.
# shellcheck disable=SC2086
engine() { $ENGINE "$@"; }

clean() {
  if [ -n "$container" ]; then engine rm --force "$container" > "$work/removed" 2>&1; fi
  rm -rf "$work"
}
trap clean EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

ok() { echo "ok      $1"; }

# fail WHAT LOOK_AT: what failed, and what to look at; ends the test
fail() {
  echo "FAILED  $1" >&2
  echo "        look at: $2" >&2
  exit 1
}

# wants_network LOG: whether what a container said is about a network that is not there
wants_network() {
  grep -qiE 'name resolution|network is unreachable|urlopen error|connection (refused|error)|max retries' "$1"
}
offline='the image asks for a network; copy what it fetches into it (Dockerfile)'

# fail_run WHAT LOG LOOK_AT: the same for a container that ended badly; LOG is what it said
fail_run() {
  grep -E '^(error:|        )' "$2" >&2 || tail -n 5 "$2" >&2
  if wants_network "$2"; then
    fail "$1" "the line above; $offline"
  elif grep -q 'cannot write .*ermission denied' "$2"; then
    fail "$1" 'the line above: every user must be able to write to the folder (chmod 1777 in Dockerfile)'
  fi
  fail "$1" "the line above; $3$without_gpu"
}

case " $* " in *' --net'*) ;; *) set -- "$@" --network none ;; esac
case " $* " in
  *' --gpus '* | *nvidia.com/gpu*) without_gpu='; without a GPU: make test GPUS=' ;;
  *) without_gpu= ;;
esac

# ask WORD [OPTION...]: runs trials.py in the image, in its folder of code
ask() {
  word=$1
  shift
  engine run --rm --env PYTHONSAFEPATH= --workdir /app --entrypoint /opt/venv/bin/python \
    "$@" "$IMAGE" -c "$code" "$word"
}

# As a careful runner has it: some other user, nothing writable but /tmp, no capabilities.
locked='--user 12345:0 --read-only --tmpfs /tmp --cap-drop ALL'

engine image inspect "$IMAGE" > "$work/log" 2>&1 || fail "there is no image $IMAGE" 'make build'

# shellcheck disable=SC2086
engine run --rm $locked "$@" "$IMAGE" --help > "$work/log" 2>&1 ||
  fail_run '--help ends with an error' "$work/log" 'model-spec.json, entrypoint.py and ENTRYPOINT in Dockerfile'
ok '--help answers'

# shellcheck disable=SC2086
engine run --rm $locked "$@" "$IMAGE" --spec 2> "$work/log" | cmp -s - model-spec.json ||
  fail '--spec is not the model-spec.json of this folder' 'whether the image is older (make build), and ENTRYPOINT in Dockerfile'
ok '--spec is model-spec.json'

test "$(engine image inspect --format '{{.Config.User}}' "$IMAGE")" = 1001:0 ||
  fail 'the image does not run as 1001:0' 'USER in Dockerfile'
ok 'it runs as 1001:0, not as root'

if grep -q '"FILL IN' model-spec.json; then
  echo 'open    still to fill in, in model-spec.json:'
  sed -n 's/^ *"\([a-z_]*\)": "FILL IN.*/          \1/p' model-spec.json
fi

# Example inputs, as a tar archive that the image writes: files of DATA, or its own.
if [ -z "$DATA" ]; then
  ask inputs "$@" > "$work/inputs.tar" 2> "$work/log"
else
  ask inputs --user 0:0 --security-opt label=disable --volume "$DATA:/inputs:ro" "$@" \
    > "$work/inputs.tar" 2> "$work/log"
fi
case $? in
  0) ;;
  3)
    tail -n 1 "$work/log" >&2
    ask load "$@" > "$work/log" 2>&1 ||
      fail_run 'the model cannot be loaded' "$work/log" 'model.py and requirements.txt'
    ok 'model.py loads the model'
    echo 'not tested: whether it predicts, as there are no inputs; put them into a folder: make test DATA=FOLDER' >&2
    exit 3
    ;;
  *) fail_run 'there are no inputs to test with' "$work/log" 'model.py and model-spec.json' ;;
esac
ask command -i "$@" < "$work/inputs.tar" > "$work/command" 2> "$work/log" ||
  fail_run 'there is no command to test' "$work/log" 'model-spec.json'
if [ -n "$DATA" ]; then
  sed -n 's/^input //p' "$work/command" > "$work/names"
  while IFS= read -r name; do
    test -e "$DATA/$name" || fail "there is no $DATA/$name" 'the names under which README.md lists the inputs'
  done < "$work/names"
fi

# Each promise of model-spec.json, one line each; the model is loaded once for all of them.
# shellcheck disable=SC2086
ask trials -i $locked "$@" < "$work/inputs.tar" 2> "$work/log"
status=$?
grep '^note:' "$work/log" >&2
if grep -E '^(FAILED|        )' "$work/log" >&2; then
  if wants_network "$work/log"; then echo "        and at: $offline" >&2; fi
  exit 1
fi
test "$status" = 0 || fail_run "the trials end with status $status" "$work/log" 'model.py and model-spec.json'
ok 'all that as user 12345:0, read-only, without network and capabilities'

# replay WHO OPTION...: what ABLInfer does
replay() {
  who=$1
  shift
  set -- "$@" "$IMAGE"
  folder=
  : > "$work/outputs"
  while IFS= read -r line; do
    case $line in
      'word '*) set -- "$@" "${line#word }" ;;
      'folder '*) folder=${line#folder } ;;
      'output '*) echo "${line#output }" >> "$work/outputs" ;;
    esac
  done < "$work/command"
  container=$(engine create "$@" 2> "$work/log") ||
    fail_run "$who: no container can be created" "$work/log" 'the options of the engine'
  # --archive=false: owner and mode stay as the archive says, whatever the image's user is
  engine cp --archive=false - "$container:$folder" < "$work/inputs.tar" > "$work/log" 2>&1 ||
    fail_run "$who: the inputs cannot be put into $folder" "$work/log" "$folder must be a folder in the image (Dockerfile)"
  engine start --attach "$container" > "$work/log" 2>&1
  status=$(engine wait "$container")
  test "$status" = 0 ||
    fail_run "$who: it ends with status $status" "$work/log" 'model.py and model-spec.json'
  while IFS= read -r output; do
    engine cp "$container:$output" "$work/output" > "$work/log" 2>&1 ||
      fail "$who: $output was not written, though it ends with status 0" 'entrypoint.py, and postprocess() of model.py'
    test -s "$work/output" || fail "$who: $output is empty" 'entrypoint.py, and postprocess() of model.py'
    rm -f "$work/output"
  done < "$work/outputs"
  engine rm --force "$container" > "$work/log" 2>&1
  container=
  ok "create, put in, start, wait, fetch, as ABLInfer does: $who"
}

case $ENGINE in
  *nerdctl) echo 'open    nerdctl puts nothing into a container before its start, as ABLInfer does: not tested' ;;
  *)
    replay "as the image's user" "$@"
    replay 'as user 12345:0' --user 12345:0 "$@"
    ;;
esac
