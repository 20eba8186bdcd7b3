# For the cluster tests in shell: each case is one line, as tests/run-all counts them.
dir=$(mktemp -d) failures=0 podprobe=${PODPROBE:-./podprobe}
trap 'rm -rf "$dir"' EXIT
trap 'exit 1' HUP INT TERM

# Runs podprobe in the test's namespace; what it wrote is in $dir/out and $dir/err, its exit status in $status.
podprobe_() {
  timeout 60 "$podprobe" "$@" -n "$NAMESPACE" >"$dir/out" 2>"$dir/err" </dev/null
  status=$?
}
# A case of dashboard.c, likewise.
dashboard() {
  "${BUILD:-build}/tests/cluster/dashboard" "$1" >"$dir/out" 2>"$dir/err" </dev/null
  status=$?
}

# check NAME CONDITION...
check() {
  name=$1
  shift
  if "$@"; then
    echo "[       OK ] $name"
  else
    echo "[  FAILED  ] $name"
    echo "exit status $status, then what it wrote and what it said:"
    head -c 10000 "$dir/out"
    head -c 1000 "$dir/err"
    failures=$((failures + 1))
  fi
}
ended() { [ "$status" = "$1" ]; }
wrote() { [ "$status" = 0 ] && grep -q -e "$1" "$dir/out"; }
says() { [ "$status" = "$1" ] && grep -q -e "$2" "$dir/err"; }
same() { [ "$status" = 0 ] && cmp "$1" "$dir/out"; }

# wait_for WHAT COMMAND...: until the command succeeds; the test ends when it never does.
wait_for() {
  what=$1 tries=0
  shift
  until "$@" >/dev/null 2>&1; do
    tries=$((tries + 1))
    if [ $tries -ge 240 ]; then
      echo "[  FAILED  ] it never came to this: $what"
      exit 1
    fi
    sleep 0.5
  done
}
