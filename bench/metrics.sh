#!/usr/bin/env bash
# Measures the numbers: how long the Metrics pane's questions take at a size, how
# long a period of two years with segments, and how much of an import is making
# the facts that they are counted from.
#
#   bench/metrics.sh [SIZE]     default: 1000000
#
# It needs Go and ../shared/gen beside the checkout, and about 1 GB under
# bench/out.
set -euo pipefail
cd "$(dirname "$0")"
n=${1:-1000000}
out=$PWD/out
gen=${ROUNDS_GEN:-$PWD/../../shared/gen}
mkdir -p "$out"
export XDG_CONFIG_HOME=$out/xdg XDG_DATA_HOME=$out/xdg XDG_STATE_HOME=$out/xdg

echo "# $(go version), $(nproc) processors, $(date -u +%F)"
(cd .. && go build -o "$out/rounds" .)
(cd "$gen" && go build -o "$out/slackgen" .)
zip=$out/export-$n.zip
[ -f "$zip" ] || "$out/slackgen" -n "$n" -zip "$zip"

db=$out/metrics-$n.db
for _ in 1 2 3; do
	rm -f "$db"*
	began=$(date +%s.%N)
	"$out/rounds" --db "$db" import slack "$zip" --as bench >/dev/null
	awk -v a="$began" -v b="$(date +%s.%N)" -v n="$n" 'BEGIN { printf "import of %d messages, numbers made at its end: %.1f s\n", n, b - a }'
	[ "$n" -lt 1000000 ] || break
done
ls -l "$db" | awk '{ printf "%.0f MB\n", $5 / 1e6 }'
(cd .. && ROUNDS_BENCH_DB=$db go test . -run '^$' -bench 'FoldAll' -benchtime 3x | grep -E '^Benchmark')
(cd .. && ROUNDS_BENCH_DB=$db go test . -run '^$' -bench 'PaneQueries|Board|TwoYears' -benchtime 20x -count 3 | grep -E '^Benchmark')
