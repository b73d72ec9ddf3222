# What the scripts that run tests for long share; source it after setting
# "sum", the expression that a test's own sum matches.
out=$PWD/bench/out
failed=0
mkdir -p "$out"

# run FILE COMMAND…: keeps what it says in a file, and shows the sums, or what
# is wrong. A run that says no sum was not made.
run() {
	local file=$out/$1
	shift
	echo "\$ $*"
	if env "$@" >"$file" 2>&1 && grep -aqE "$sum" "$file"; then
		grep -aE "$sum" "$file" | sed 's/^ *[a-z_]*\.go:[0-9]*: //'
	else
		failed=1
		grep -aE '_test\.go:[0-9]+:|^ *--- FAIL|^panic:|^FAIL' "$file" | cut -c1-400 | head -n 40 || true
		echo "WRONG: all of it is in $file"
	fi
	echo
}

echo "# $(go version), rounds $(git describe --tags --always --dirty 2>/dev/null || echo of no commit), $(nproc) processors, $(date -u +%F)"
