#!/usr/bin/env bash
# Measures what the rules cost: how many messages a second they judge on one
# processor, how long a backtest over MESSAGES messages takes, and how much
# slower messages come in while the rules look at every one of them. Prints every
# command and what it came to; the ratios of one run are what to trust.
#
#   bench/rules.sh [MESSAGES [FOLDER]]     default: 100000, and no labelled texts
#
# With a FOLDER of labelled texts (*.jsonl.gz) it prints precision and recall, too.
set -euo pipefail
cd "$(dirname "$0")/.."
messages=${1:-100000}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
echo "# $(go version), rounds $(git describe --tags --always --dirty 2>/dev/null || echo of no commit), $(nproc) processors, $(date -u +%F)"
go build -o "$work/rounds" .


echo
echo '## messages judged in a second, one processor, both packs'
GOMAXPROCS=1 go test ./inbox/moderation/rules -run '^$' -bench 'BenchmarkJudge' -benchtime 2s | grep -E '^Benchmark' || true

echo
echo "## a backtest over $messages messages"
HOME=$work "$work/rounds" demo --only slack --size "$messages" --keep "$work/kept.db" </dev/null >/dev/null 2>&1
HOME=$work "$work/rounds" --db "$work/kept.db" rules test --since 9999d --samples 0 | head -n 1

echo
echo '## messages kept in a second, without the rules and with them beside it'
go test . -run '^$' -bench 'BenchmarkIngest' -benchtime 5x | grep -E '^Benchmark'

if [[ $# -ge 2 ]]; then
	echo
	echo "## precision and recall on $2"
	HOME=$work "$work/rounds" rules quality "$2"
fi
