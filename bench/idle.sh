#!/usr/bin/env bash
# Measures what doing nothing costs, and the first frame, against bare programs
# that do the same least thing, in one run on one machine, and prints every
# command. Ratios are what to trust; run it when nothing else is running.
#
#   bench/idle.sh [MARK [SIZES]]     default: "of 20 min" "10000 100000 1000000"
#
# MARK is a text that stands on the first full frame of Rounds. The databases are
# those that bench/run.sh has made (bench/out, or ROUNDS_BENCH_OUT); what is
# measured is a copy whose last message was said just now, so that there is
# something to check in on. The four platforms are simulated and served from another
# process, so that only the console is counted. About eight minutes.
set -euo pipefail
cd "$(dirname "$0")"
mark=${1:-of 20 min}
sizes=${2:-10000 100000 1000000}
from=${ROUNDS_BENCH_OUT:-$PWD/out}
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
export XDG_CONFIG_HOME=$out/xdg XDG_DATA_HOME=$out/xdg XDG_STATE_HOME=$out/xdg

run() { echo "\$ $*" | sed "s#$out/##g"; "$@"; }

echo "# $(go version), $(nproc) processors, $(date -u +%F)"
(cd .. && go build -o "$out/rounds" .)
go build -o "$out/" ./hello ./panes ./recent ./tty

for n in $sizes; do
	if [ ! -f "$from/rounds-$n.db" ]; then
		echo "# no rounds-$n.db under $from: bench/run.sh $n makes it"
		continue
	fi
	db=$out/rounds-$n.db
	cp "$from/rounds-$n.db" "$db"
	"$out/rounds" --db "$db" inbox --limit 1 >/dev/null # what is new in the schema is not of the first frame
	"$out/recent" "$db"
	echo; echo "## $n messages, through a pseudo-terminal of 200x50"
	run "$out/tty" first "hello" -- "$out/hello" "$db"
	run "$out/tty" first "$mark" -- "$out/rounds" --db "$db"
	run "$out/tty" -n 20 idle "$mark" -- "$out/rounds" --db "$db"
	rm -f "$db"*
done

echo; echo "## bare Bubble Tea, idle and under keys"
run "$out/tty" -n 60 idle "three panes" -- "$out/panes"
run "$out/tty" keys "three panes" -- "$out/panes"
run "$out/tty" burst "three panes" -- "$out/panes"

echo; echo "## the console with four platforms watched, nothing happening"
(cd .. && run env ROUNDS_IDLE="${ROUNDS_IDLE:-60}" go test . -count=1 -tags measure -run MeasureAnIdleConsole -v -timeout 10m | grep '^idle')
