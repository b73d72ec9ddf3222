#!/usr/bin/env bash
# Shows that what is asked for arrives once and in order, whatever happens on the
# way: a server that resets, falls silent, answers 5xx or rubbish after having
# accepted, or shows late what it accepted, and a program that is killed.
#
#   bench/outward.sh [ACTIONS [SEEDS]]     default: 10000 "1 2"
#
# For each seed ACTIONS are sent to each platform by a program that dies at random
# commits, requests and answers, on a clock of its own; a tenth of them by the real
# program under SIGKILL at random moments; and five at a time by the real program
# that is killed at every single one of its points. Prints every command and what
# it came to, and fails if anything was lost, sent twice, to the wrong place or
# out of order. What the tests said is kept in bench/out/outward-*.txt.
set -euo pipefail
cd "$(dirname "$0")/.."
actions=${1:-10000}
seeds=${2:-1 2}
sum='\.go:[0-9]+: ([a-z]+, )?seed [0-9]+: .*lost 0, sent twice 0, wrong target 0, out of order 0'
. bench/sums.sh
for seed in $seeds; do
	echo
	echo "## seed $seed"
	for place in simulate simulate/guild simulate/forum simulate/fediverse; do
		run "outward-$(basename "$place")-$seed.txt" ROUNDS_ACTIONS="$actions" ROUNDS_SEED="$seed" go test "./inbox/platform/$place" -count=1 -run HostileServer -v -timeout 3h
	done
	run "outward-random-$seed.txt" ROUNDS_ACTIONS="$((actions / 10))" ROUNDS_SEED="$seed" go test . -count=1 -run KilledAtRandom -v -timeout 3h
	run "outward-points-$seed.txt" ROUNDS_KILLS="${ROUNDS_KILLS:-all}" ROUNDS_SEED="$seed" go test . -count=1 -run EveryPointOfADelivery -v -timeout 3h
done
if [ "$failed" != 0 ]; then
	echo "# something is wrong"
	exit 1
fi
echo "# everything arrived once"
