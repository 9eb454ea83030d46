#!/bin/sh
# Each fuzz target for a number of executions: tests/fuzz/runs.sh BUILD RUNS
set -u
build=$1 runs=$2 bad=0
logs=build/test-logs/fuzz
mkdir -p "$logs"
for t in "$build"/fuzz_*; do
	case $t in *.d|*.o|*.log) continue ;; esac
	[ -x "$t" ] || continue
	name=$(basename "$t")
	word=${name#fuzz_}
	mkdir -p "$logs/corpus-$word"
	seeds=$logs/seeds-$word
	tests/fuzz/seeds.sh "$word" "$seeds"
	dict=
	[ -f "tests/fuzz/$word.dict" ] && dict="-dict=tests/fuzz/$word.dict"
	# shellcheck disable=SC2086
	if "$t" -runs="$runs" -timeout=10 -rss_limit_mb=2048 \
	    -artifact_prefix="$logs/$word-" $dict "$logs/corpus-$word" \
	    "$seeds" >"$logs/$name.log" 2>&1; then
		grep -E 'Done [0-9]+ runs' "$logs/$name.log" |
		    sed "s/^/$name: /"
	else
		bad=1
		echo "$name: FOUND something, see $logs/$name.log"
	fi
done
exit $bad
