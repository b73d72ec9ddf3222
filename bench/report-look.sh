#!/usr/bin/env bash
# What a report looks like in a browser: pictures of the page on a phone (390)
# and on a desktop (1280), light and dark, and as it is printed. They are for
# the eye and are not kept.
#
#   bench/report-look.sh [REPORT.html [FOLDER]]      default: the report of the
#                                                    tests, into a new folder
#
# It needs chromium (Debian: apt-get install chromium). The browser has no
# network, so that a page that loads something shows it by what is missing; and
# what its policy stops is told.
set -euo pipefail
command -v chromium >/dev/null || {
	echo "report-look: chromium is not here (Debian: apt-get install chromium)" >&2
	exit 2
}
[[ -z ${2:-} ]] || mkdir -p "$2"
folder=$(realpath "${2:-$(mktemp -d)}")
page=${1:-}
if [[ -z $page ]]; then
	page=$folder/report.html
	(cd "$(dirname "$0")/.." && REPORT_LOOK=$page go test -count=1 -run TestTheSampleIsWrittenForTheEye ./inbox/metrics/report)
fi
page=$(realpath "$page")
profile=$(mktemp -d)
trap 'rm -rf "$profile"' EXIT

browser() {
	chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --no-first-run --user-data-dir="$profile" \
		--proxy-server=127.0.0.1:9 --enable-logging=stderr --log-level=0 "$@" "file://$page" 2>&1 |
		grep -F 'CONSOLE' || true
}

# Headless Chromium is never narrower than 500: a phone is a frame in a page.
phone="$profile/phone.html"
for scheme in light dark; do
	prefers=1
	[[ $scheme = light ]] || prefers=0
	browser --blink-settings=preferredColorScheme=$prefers --window-size=1280,"${HIGH:-4200}" --screenshot="$folder/desktop-$scheme.png"
	printf '<!DOCTYPE html><meta charset=utf-8><style>body{margin:0}iframe{border:0;width:390px;height:%spx}</style><iframe src="file://%s"></iframe>' "${PHONE_HIGH:-8200}" "$page" >"$phone"
	page=$phone browser --blink-settings=preferredColorScheme=$prefers --window-size=500,"${PHONE_HIGH:-8200}" --screenshot="$folder/phone-$scheme.png"
done
browser --no-pdf-header-footer --print-to-pdf="$folder/print.pdf"
ls -l "$folder"
