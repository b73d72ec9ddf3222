#!/usr/bin/env bash
# Shows that the mirror ends equal to the platform, whatever happens on the way:
# a server that misbehaves in every way that was met in the wild, on HISTORIES
# random histories of each platform, and a kill -9 before and after every commit and every
# request of a sync, on SEEDS of them. Prints every command and what it came to,
# with seeds and versions, and fails if anything differs.
#
#   bench/equal.sh [HISTORIES [SEEDS]]     default: 2000 "1 2 3"
#
# ROUNDS_KILLS is how many kills a seed gets; all of them (700 to 800, in three to
# six minutes) if it is not set. What the tests said is kept in
# bench/out/equal-*.txt.
set -euo pipefail
cd "$(dirname "$0")/.."
histories=${1:-2000}
seeds=${2:-1 2 3}
sum='\.go:[0-9]+: (([a-z]+: )?[0-9]+ histories from seed|seed [0-9]+: [0-9]+ kills|[0-9]+ kills? and a wait)'
. bench/sums.sh
echo
echo "## $histories histories on a server that misbehaves"
for place in simulate simulate/guild simulate/forum simulate/fediverse; do
	run "equal-histories-$(basename "$place").txt" ROUNDS_HISTORIES="$histories" go test "./inbox/platform/$place" -count=1 -parallel 6 -run WhateverTheServer -v -timeout 3h
done
for seed in $seeds; do
	echo "## kills on the history of seed $seed"
	run "equal-kills-$seed.txt" ROUNDS_KILLS="${ROUNDS_KILLS:-all}" ROUNDS_SEED="$seed" go test . -count=1 -run 'AKillAtEveryCommit|AWaitThatWasNoted' -v -timeout 3h
done
if [ "$failed" != 0 ]; then
	echo "# something differs"
	exit 1
fi
echo "# all ended equal"
