#!/usr/bin/env bash
# The calendar file that Rounds writes, read by programs that others wrote:
# Python's icalendar and dateutil, and recurring_ical_events where it is there.
# It must keep the rules of RFC 5545 and mean the times that were planned, by
# the zones that the file itself explains. What is checked, bench/ics.py tells.
#
#   bench/ics.sh [ROUNDS]      default: it builds the program
#
# It needs Debian's python3-icalendar and python3-dateutil, and fetches them
# where apt-get may.
set -euo pipefail
cd "$(dirname "$0")/.."
python=/usr/bin/python3 # Debian's own, whatever else is installed
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

readers() { "$python" -c 'import dateutil, icalendar, zoneinfo; zoneinfo.ZoneInfo("Europe/Berlin")' 2>/dev/null; }

if ! readers; then
	as=()
	[[ $(id -u) = 0 ]] || as=(sudo)
	"${as[@]}" apt-get update -qq
	"${as[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
		python3-icalendar python3-dateutil python3-recurring-ical-events tzdata >"$work/apt" 2>&1 || {
		tail -n 20 "$work/apt" >&2
		exit 1
	}
	readers
fi

rounds=${1:-$work/rounds}
[[ $# -ge 1 ]] || go build -o "$rounds" .
"$python" bench/ics.py "$rounds" "$work"
