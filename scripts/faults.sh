#!/usr/bin/env bash
# What survives: kills, power cuts, failing, full and slow disks, lost replies. Run by `./dev faults [SCENARIO…]`.
#
# A client writes down what the server acknowledged; afterwards the server is asked for every line of that journal.
# Each scenario about durability has a control that must lose, so that the test is known to be able to fail.
# Exit: 0 when everything held, 1 when something was lost, 3 when nothing was lost but something could not be run here.
set -uo pipefail
cd "$(dirname "$0")/.."

MASHANG=${MASHANG:?the server to test}
BENCH=${BENCH:-$(dirname "$MASHANG")/bench}
ROUNDS=${FAULT_ROUNDS:-20}
WORK=$(mktemp -d "${TMPDIR:-/tmp}/mashang-faults.XXXXXX")
FAILED=0
SKIPPED=0
SERVER=
MOUNTED=
LOOP=

say() { printf '\033[1m▸ %s\033[0m\n' "$*"; }
good() { printf '  ✓ %s\n' "$*"; }
bad() { printf '  \033[31m✗ %s\033[0m\n' "$*"; FAILED=1; }
impossible() { printf '  \033[33m– not possible on this machine: %s\033[0m\n' "$*"; SKIPPED=1; }

stop_server() {
  [ -n "$SERVER" ] || return 0
  kill -CONT "$SERVER" 2>/dev/null
  kill -9 "$SERVER" 2>/dev/null
  [ -n "${TRACER:-}" ] && kill -9 "$TRACER" 2>/dev/null
  wait "$SERVER" ${TRACER:-} 2>/dev/null
  SERVER=
  TRACER=
}

unmount() {
  [ -n "$MOUNTED" ] && umount "$MOUNTED" 2>/dev/null
  [ -n "$LOOP" ] && losetup -d "$LOOP" 2>/dev/null
  MOUNTED=
  LOOP=
}

cleanup() {
  stop_server
  unmount
  rm -rf "$WORK"
}
trap cleanup EXIT

free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

# serve DATA [MORE…]: starts the server; WRAP holds a program in front of it. Sets SERVER and ADDRESS.
serve() {
  local data=$1; shift
  ADDRESS=127.0.0.1:$(free_port)
  RUST_LOG=warn ${WRAP:-} "$MASHANG" serve --data "$data" --listen "$ADDRESS" --district 430406 --name 小城区 \
    --base-url http://127.0.0.1 --open311-open --trusted-proxy 127.0.0.1 "$@" >"$WORK/server.log" 2>&1 &
  SERVER=$!
  TRACER=
  for _ in $(seq 600); do
    if curl -fs -m 2 "http://$ADDRESS/healthz" >/dev/null 2>&1; then
      if [ -n "${WRAP:-}" ]; then
        TRACER=$SERVER
        SERVER=$(pgrep -P "$TRACER" | head -n 1)
      fi
      return 0
    fi
    kill -0 "$SERVER" 2>/dev/null || break
    sleep 0.1
  done
  bad "the server did not start: $(tail -n 3 "$WORK/server.log")"
  return 1
}

drive() { "$BENCH" drive --to "$ADDRESS" "$@" >"$WORK/drive.log" 2>&1 & DRIVER=$!; }

acknowledged() { grep -c '^ok ' "$1" 2>/dev/null || true; }

# await JOURNAL COUNT: until so many more were acknowledged than at first, or half a minute is over.
await() {
  for _ in $(seq 300); do
    [ "$(acknowledged "$1")" -ge "$2" ] && return 0
    sleep 0.1
  done
  return 1
}

# found DATA JOURNAL [MORE…]: restarts without faults and asks for everything; leaves the server running.
found() {
  local data=$1 journal=$2; shift 2
  WRAP='' serve "$data" "$@" || return 2
  "$BENCH" check --to "$ADDRESS" --journal "$journal" >"$WORK/check.log" 2>&1
}

# sound DATA [MORE…]: every hash, root, state and tally fits.
sound() {
  local data=$1; shift
  if "$MASHANG" verify --data "$data" "$@" >"$WORK/verify.log" 2>&1; then good "verify: everything fits"
  else bad "verify: $(tail -n 3 "$WORK/verify.log")"; fi
}

# How many histories there are.
streams() {
  "$MASHANG" verify --data "$1" --json 2>/dev/null | python3 -c 'import json, sys; print(json.load(sys.stdin)["streams"])'
}

# A file system of its own on a loop device: filesystem NAME MEGABYTES
filesystem() {
  unmount
  local image=$WORK/$1.img
  MOUNT=$WORK/$1
  mkdir -p "$MOUNT"
  truncate -s "$2M" "$image" && mkfs.ext4 -q -F "$image" 2>/dev/null || { impossible "no ext4 tools"; return 1; }
  LOOP=$(losetup --find --show "$image" 2>/dev/null) || { LOOP=; impossible "no loop device may be set up"; return 1; }
  mount -t ext4 "$LOOP" "$MOUNT" 2>/dev/null || { losetup -d "$LOOP"; LOOP=; impossible "nothing may be mounted"; return 1; }
  MOUNTED=$MOUNT
}

# The file system stops as if the power had gone: nothing that is not on the disk gets there (EXT4_IOC_SHUTDOWN,
# EXT4_GOING_FLAGS_NOLOGFLUSH).
cut_power() {
  python3 - "$1" <<'PY'
import fcntl, os, struct, sys
fd = os.open(sys.argv[1], os.O_RDONLY)
fcntl.ioctl(fd, 0x8004587D, struct.pack("I", 2))
PY
}

can_trace() {
  command -v strace >/dev/null || { impossible "no strace"; return 1; }
  strace -f -e trace=none true 2>/dev/null || { impossible "tracing (ptrace) is not allowed"; return 1; }
}

inject() { echo "strace -f --seccomp-bpf -qq -o $WORK/strace.log -e trace=${1%%:*} -e inject=$1"; }

# ---------------------------------------------------------------------------------------------------------------

kill_on() { # ENGINE DATA [MORE…]
  local engine=$1 data=$2; shift 2
  local journal=$WORK/kill-$engine.journal round
  : >"$journal"
  for round in $(seq "$ROUNDS"); do
    serve "$data" "$@" || return
    local before; before=$(acknowledged "$journal")
    drive --journal "$journal"
    await "$journal" $((before + 1))
    sleep "0.$((RANDOM % 10))"
    stop_server
    wait "$DRIVER" 2>/dev/null
    if ! found "$data" "$journal" "$@"; then bad "round $round: $(cat "$WORK/check.log")"; stop_server; return; fi
    stop_server
  done
  good "$engine: killed $ROUNDS times in the middle of load: $(cat "$WORK/check.log")"
  sound "$data" "$@"
}

scenario_kill() {
  say "kill -9 in the middle of load (says nothing about the disk: see power)"
  kill_on SQLite "$WORK/kill"
  if [ -n "${MASHANG_TEST_POSTGRES:-}" ]; then
    kill_on PostgreSQL "$WORK/kill-pg" --database "$MASHANG_TEST_POSTGRES?schema=faults_kill_$$"
  else
    impossible "no PostgreSQL (MASHANG_TEST_POSTGRES)"
  fi
}

# power_cut NAME: load, stop the world, cut, mount again; then `found`.
power_cut() {
  filesystem "$1" 400 || return 2
  local data=$MOUNT/data journal=$WORK/$1.journal
  : >"$journal"
  serve "$data" || return 2
  sync -f "$MOUNT"
  drive --journal "$journal"
  await "$journal" 300 || { bad "too few reports before the cut"; return 2; }
  # Stopped first: a reply after the cut would be one that nobody could have given.
  kill -STOP "$SERVER"
  sleep 0.2
  cut_power "$MOUNT" 2>"$WORK/cut.log" || { stop_server; impossible "the file system cannot be shut down: $(tail -n 1 "$WORK/cut.log")"; return 2; }
  stop_server
  wait "$DRIVER" 2>/dev/null
  umount "$MOUNT" && mount -t ext4 "$LOOP" "$MOUNT" || { bad "the file system did not come back"; return 2; }
  found "$data" "$journal"
}

scenario_power() {
  say "power cut under the file system (ext4 on a loop device, shutdown)"
  local round
  for round in $(seq "$(((ROUNDS + 4) / 5))"); do
    power_cut "power$round"
    case $? in
      0) ;;
      1) bad "round $round: $(cat "$WORK/check.log")"; return ;;
      *) return ;;
    esac
    stop_server
    [ "$round" = 1 ] && sound "$MOUNT/data"
  done
  good "cut $round times: $(cat "$WORK/check.log")"
  can_trace || return
  # The control: a disk that says it has flushed and has not. It must lose.
  WRAP=$(inject fsync,fdatasync:retval=0) power_cut lying
  case $? in
    1) good "control, a disk that lies about flushing: $(head -n 1 "$WORK/check.log")" ;;
    0) bad "the control lost nothing: this test cannot see losses" ;;
    # A database that does not even open again has lost as well.
    *) if grep -q 'did not start\|server' "$WORK/server.log"; then good "control: the database did not open again"; FAILED=0; fi ;;
  esac
  stop_server
}

# failing_call NAME SYSCALLS:ERROR: the n-th call fails; the server must refuse, end, and have lost nothing.
failing_call() {
  local name=$1 what=$2 nth journal
  for nth in 7 60 400; do
    local data=$WORK/fail-$name-$nth
    journal=$data.journal
    : >"$journal"
    serve "$data" || return
    stop_server
    local before=$FAILED
    if ! WRAP=$(inject "$what:when=$nth") serve "$data" >/dev/null; then
      stop_server
      FAILED=$before
      if found "$data" "$journal"; then good "$name, call $nth failed: it did not start, and said so"
      else bad "$name, call $nth, while starting: $(tail -n 2 "$WORK/server.log")"; fi
      stop_server
      sound "$data"
      continue
    fi
    local tracer=$TRACER
    drive --journal "$journal" --seconds 60
    local ended=no
    for _ in $(seq 300); do
      if ! kill -0 "$tracer" 2>/dev/null; then ended=yes; break; fi
      sleep 0.1
    done
    wait "$tracer" 2>/dev/null
    local code=$?
    kill "$DRIVER" 2>/dev/null
    wait "$DRIVER" 2>/dev/null
    grep -q INJECTED "$WORK/strace.log" || { bad "$name $nth: nothing was injected"; stop_server; continue; }
    if [ "$ended" = no ]; then bad "$name, call $nth: the server went on as if nothing had happened"; stop_server; continue; fi
    SERVER=
    TRACER=
    if found "$data" "$journal"; then good "$name, call $nth failed: ended with $code; $(cat "$WORK/check.log")"
    else bad "$name, call $nth: $(cat "$WORK/check.log")"; fi
    stop_server
    sound "$data"
  done
}

scenario_errors() {
  say "the n-th flush and the n-th write fail"
  can_trace || return
  failing_call flush fsync,fdatasync:error=EIO
  failing_call write pwrite64:error=EIO
}

scenario_full() {
  say "the disk fills up, and is freed again"
  filesystem small 48 || return
  local data=$MOUNT/data journal=$WORK/full.journal
  : >"$journal"
  fallocate -l 12M "$MOUNT/ballast"
  serve "$data" || return
  drive --journal "$journal" --seconds 120
  for _ in $(seq 600); do
    [ "$(grep -c '^busy ' "$journal")" -gt 20 ] && break
    kill -0 "$SERVER" 2>/dev/null || break
    sleep 0.2
  done
  if [ "$(grep -c '^busy ' "$journal")" -gt 20 ]; then good "full: refused"; else bad "full, and nothing was refused: $(tail -n 2 "$WORK/server.log")"; fi
  if curl -fs -m 5 "http://$ADDRESS/open311/v2/requests.json" >/dev/null; then good "reading goes on"; else bad "reading stopped"; fi
  local before; before=$(acknowledged "$journal")
  rm "$MOUNT/ballast"
  if await "$journal" $((before + 20)); then good "freed: reports are taken again"; else bad "freed, and still none taken"; fi
  kill "$DRIVER" 2>/dev/null
  wait "$DRIVER" 2>/dev/null
  stop_server
  if found "$data" "$journal"; then good "$(cat "$WORK/check.log")"; else bad "$(cat "$WORK/check.log")"; fi
  stop_server
  sound "$data"
}

scenario_slow() {
  say "every flush takes 100 ms; more clients than the queue holds"
  can_trace || return
  local data=$WORK/slow journal=$WORK/slow.journal
  : >"$journal"
  serve "$data" || return
  stop_server
  WRAP=$(inject fsync,fdatasync:delay_exit=100000) serve "$data" --queue 32 || return
  drive --journal "$journal" --connections 400 --seconds 15
  sleep 5
  local early late
  early=$(awk '/VmRSS/ {print $2}' "/proc/$SERVER/status")
  wait "$DRIVER"
  late=$(awk '/VmRSS/ {print $2}' "/proc/$SERVER/status")
  local busy; busy=$(grep -c '^busy .* 503' "$journal")
  if [ "$busy" -gt 0 ]; then good "overload: answered 503 $busy times"; else bad "400 clients on a queue of 32, and nobody was turned away"; fi
  if [ "$late" -lt $((early * 3 / 2 + 20000)) ]; then good "memory stays: $((early / 1024)) → $((late / 1024)) MiB"; else bad "memory grew: $early → $late KiB"; fi
  stop_server
  if found "$data" "$journal"; then good "$(cat "$WORK/check.log")"; else bad "$(cat "$WORK/check.log")"; fi
  stop_server
}

scenario_replies() {
  say "replies are lost; clients repeat with the same key"
  local data=$WORK/replies journal=$WORK/replies.journal
  : >"$journal"
  serve "$data" || return
  stop_server
  local tried kept first
  first=$(streams "$data")
  serve "$data" || return
  drive --journal "$journal" --seconds 10 --drop-every 3
  wait "$DRIVER"
  tried=$(grep -c '^try ' "$journal")
  if "$BENCH" check --to "$ADDRESS" --journal "$journal" >"$WORK/check.log" 2>&1; then good "$(cat "$WORK/check.log")"; else bad "$(cat "$WORK/check.log")"; fi
  stop_server
  sound "$data"
  kept=$(($(streams "$data") - first))
  if [ "$kept" -le "$tried" ]; then good "$tried reports tried, $kept kept: none twice"; else bad "$tried tried, $kept kept"; fi
}

for need in curl python3; do command -v "$need" >/dev/null || { impossible "no $need"; exit 3; }; done
if [ $# -eq 0 ]; then set -- kill power errors full slow replies; fi
for scenario in "$@"; do
  declare -F "scenario_$scenario" >/dev/null || { bad "there is no scenario $scenario"; continue; }
  # The shell's own remarks about servers that were killed on purpose say nothing.
  "scenario_$scenario" 2> >(grep -v ' Killed ' >&2)
  stop_server
  unmount
done
[ "$FAILED" = 0 ] || { say "something did not hold"; exit 1; }
[ "$SKIPPED" = 0 ] || { say "what could be run here held; the rest is named above"; exit 3; }
say "everything held"
