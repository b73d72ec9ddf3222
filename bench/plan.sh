#!/usr/bin/env bash
# Shows that what is planned goes out once, at its time, or is missed and asks:
# posts and series over two years in sixteen zones, with every odd change of a
# clock among them, published by a program that sleeps, is started anew, is killed
# and whose clock is set wrong, before a platform that misbehaves.
#
#   bench/plan.sh [POSTS [SERIES [DAYS [SEEDS]]]]     default: 500 40 731 "1"
#
# And how long a week of 10,000 planned posts takes to be read and drawn. What the
# tests said is kept in bench/out/plan-*.txt; fails if anything was early, late,
# twice, lost or told wrongly.
set -euo pipefail
cd "$(dirname "$0")/.."
posts=${1:-500} series=${2:-40} days=${3:-731} seeds=${4:-1}
sum='\.go:[0-9]+: [a-z]+, seed [0-9]+: .*0 early, 0 late, 0 twice, 0 lost, 0 told wrongly'
. bench/sums.sh
for seed in $seeds; do
	echo
	echo "## seed $seed"
	for place in guild forum fediverse; do
		run "plan-$place-$seed.txt" ROUNDS_POSTS="$posts" ROUNDS_SERIES="$series" ROUNDS_DAYS="$days" ROUNDS_SEED="$seed" go test "./inbox/platform/simulate/$place" -count=1 -run EverythingPlanned -v -timeout 6h
	done
done
echo
go test ./store -run '^$' -bench 'Week$|PressAtRest' -count 3 | grep Benchmark
go test ./ui/week -run '^$' -bench 'Frame' -count 3 | grep Benchmark
if [ "$failed" != 0 ]; then
	echo "# something is wrong"
	exit 1
fi
echo "# everything planned went out once, or was missed"
