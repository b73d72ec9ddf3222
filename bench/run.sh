#!/usr/bin/env bash
# Measures Rounds against bare programs that do the same least thing, in one
# run on one machine, and prints every command. Ratios are what to trust; run it
# when nothing else is running.
#
#   bench/run.sh [SIZES]     default: 10000 100000 1000000
#
# It needs Go and ../shared/gen (a generator of Slack exports) beside the
# checkout, and about 4 GB under bench/out.
set -euo pipefail
cd "$(dirname "$0")"
sizes=${*:-10000 100000 1000000}
out=$PWD/out
gen=${ROUNDS_GEN:-$PWD/../../shared/gen}
mkdir -p "$out"
export XDG_CONFIG_HOME=$out/xdg XDG_DATA_HOME=$out/xdg XDG_STATE_HOME=$out/xdg

run() { echo "\$ $*" | sed "s#$out/##g"; "$@"; }
quietly() { "$@" >/dev/null 2>&1; }

echo "# $(go version), $(nproc) processors, $(date -u +%F)"
(cd .. && go build -o "$out/rounds" .)
go build -o "$out/" ./bare ./hello ./panes ./recent ./tty
(cd "$gen" && go build -o "$out/slackgen" .)

for n in $sizes; do
	export_zip=$out/export-$n.zip
	[ -f "$export_zip" ] || run "$out/slackgen" -n "$n" -zip "$export_zip"
done

for n in $sizes; do
	echo; echo "## import of $n messages: bare reader and inserter, then Rounds with everything"
	for _ in 1 2 3; do
		rm -f "$out"/bare.db* "$out/rounds-$n".db*
		run "$out/bare" "$out/export-$n.zip" "$out/bare.db"
		run "$out/rounds" --db "$out/rounds-$n.db" import slack "$out/export-$n.zip" --as bench
		[ "$n" -lt 1000000 ] || break
	done
done
rm -f "$out"/bare.db*

for n in $sizes; do
	db=$out/rounds-$n.db
	quietly "$out/rounds" --db "$db" inbox --limit 1
	"$out/recent" "$db"
	echo; echo "## $n messages, through a pseudo-terminal of 200x50"
	run "$out/tty" first "hello" -- "$out/hello" "$db"
	run "$out/tty" first "of 20 min" -- "$out/rounds" --db "$db"
	run "$out/tty" keys "three panes" -- "$out/panes"
	run "$out/tty" keys "of 20 min" -- "$out/rounds" --db "$db"
	run "$out/tty" burst "three panes" -- "$out/panes"
	run "$out/tty" burst "of 20 min" -- "$out/rounds" --db "$db"
	run "$out/tty" idle "three panes" -- "$out/panes"
	run "$out/tty" idle "of 20 min" -- "$out/rounds" --db "$db"
done

last=${sizes##* }
first=${sizes%% *}
db=$out/rounds-$last.db
echo; echo "## keys while another Rounds writes an import into the same database"
if [ "$last" -ge 100000 ]; then
	for program in panes rounds; do
		"$out/rounds" --db "$db" import slack "$out/export-100000.zip" --as "more-$program" >/dev/null 2>&1 &
		writer=$!
		sleep 1
		if [ $program = panes ]; then
			run "$out/tty" -n 60 keys "three panes" -- "$out/panes"
		else
			run "$out/tty" -n 60 keys "of 20 min" -- "$out/rounds" --db "$db"
		fi
		kill -0 $writer 2>/dev/null || echo "(the import ended before the keys did)"
		wait $writer || true
	done
fi

for n in $sizes; do
	echo; echo "## inbox and search at $n messages"
	(cd .. && run env ROUNDS_BENCH_DB="$out/rounds-$n.db" go test ./store -run '^$' -bench 'Inbox|Search' -benchtime 20x | grep -E '^Benchmark')
done
echo; echo "# the smallest was $first, the largest $last"
