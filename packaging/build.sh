#!/usr/bin/env bash
# Builds what is handed out: one file for each system, and an archive of it with
# the licences, the manual, completions and the units of the system.
#
#   packaging/build.sh [VERSION] [FOLDER]     FOLDER is dist if not said
#
# VERSION is what git describe says if not said. ROUNDS_TARGETS names some of the
# systems alone ("linux/amd64 darwin/arm64"). It needs Go and nothing else. The
# same source, version and Go give the same bytes; the time in them is
# SOURCE_DATE_EPOCH, or else that of the last commit.
set -euo pipefail
cd "$(dirname "$0")/.."

version=${1:-$(git describe --tags --always --dirty 2>/dev/null || echo dev)}
version=${version#v}
out=${2:-dist}
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || echo 0)}
export SOURCE_DATE_EPOCH CGO_ENABLED=0
unset GOOS GOARCH GOFLAGS

[[ $version =~ ^[A-Za-z0-9][A-Za-z0-9.+_-]*$ ]] || {
	printf 'build: %q is no version\n' "$version" >&2
	exit 2
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# What a checkout is called and where it lies is left out of the file.
build() { # FILE: for GOOS and GOARCH
	go build -trimpath -buildvcs=false -ldflags "-s -w -buildid= -X main.stamped=$version" -o "$1" .
}

# The licences of everything that is in the file.
licences() {
	local path dir file found
	printf 'Rounds is made with these. Each stands under its own licence, which follows its name.\n'
	printf '\n==== Go\n\n'
	cat "$(go env GOROOT)/LICENSE"
	go list -deps -f '{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}} {{.Dir}}{{end}}{{end}}' . | sort -u | while read -r path file dir; do
		[[ -n $path ]] || continue
		printf '\n==== %s %s\n\n' "$path" "$file"
		found=
		for file in "$dir"/{LICENSE,LICENCE,COPYING,NOTICE,License,license}*; do
			[[ -f $file ]] || continue
			found=yes
			cat "$file"
			echo
		done
		[[ -n $found ]] || {
			printf 'build: %s has no licence\n' "$path" >&2
			exit 1
		}
	done
}

printf 'rounds %s\n' "$version"
build "$work/rounds" # this machine's, for what is made by running it
mkdir -p "$work/common/completions" "$out"
# The day on which it is built stands in the manual: the version says more.
"$work/rounds" man | sed "1s/\"[0-9-]*\"/\"$version\"/" >"$work/common/rounds.1"
for shell in bash zsh fish powershell; do
	"$work/rounds" completion "$shell" >"$work/common/completions/rounds.$shell"
done
cp LICENSE README.md CHANGELOG.md "$work/common/"
cp docs/install.md "$work/common/INSTALL.md"

folders=()
for target in ${ROUNDS_TARGETS:-linux/amd64 linux/arm64 darwin/amd64 darwin/arm64 windows/amd64 windows/arm64}; do
	export GOOS=${target%/*} GOARCH=${target#*/}
	folder=$work/rounds-$version-$GOOS-$GOARCH
	cp -R "$work/common" "$folder"
	case $GOOS in
	windows) build "$folder/rounds.exe" ;;
	*) build "$folder/rounds" ;;
	esac
	case $GOOS in
	linux) cp -R packaging/systemd "$folder/" ;;
	darwin) cp -R packaging/launchd "$folder/" ;;
	esac
	licences >"$folder/THIRD-PARTY.txt"
	folders+=("$folder")
done
unset GOOS GOARCH
go run ./packaging/pack "$out" "${folders[@]}"
cat "$out/SHA256SUMS"
