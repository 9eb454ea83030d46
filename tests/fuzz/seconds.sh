#!/bin/sh
# Each fuzz target for some seconds: tests/fuzz/seconds.sh BUILD SECONDS (TAP).
# Starts from what seeds.sh gives.
set -u
build=$1 seconds=$2 n=0 bad=0
logs=build/test-logs/fuzz
mkdir -p "$logs"
for t in "$build"/fuzz_*; do
	case $t in *.d|*.o|*.log) continue ;; esac
	[ -x "$t" ] || continue
	n=$((n + 1))
	name=$(basename "$t")
	word=${name#fuzz_}
	corpus=$logs/corpus-$word
	mkdir -p "$corpus"
	seeds=$logs/seeds-$word
	tests/fuzz/seeds.sh "$word" "$seeds"
	dict=
	[ -f "tests/fuzz/$word.dict" ] && dict="-dict=tests/fuzz/$word.dict"
	# shellcheck disable=SC2086
	if "$t" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 \
	    -close_fd_mask=0 -artifact_prefix="$logs/$word-" $dict "$corpus" \
	    "$seeds" >"$logs/$name.log" 2>&1; then
		runs=$(grep -E -o 'Done [0-9]+ runs' "$logs/$name.log" |
		    cut -d' ' -f2)
		echo "ok $n - $name: ${runs:-?} executions without a finding"
	else
		bad=1
		echo "not ok $n - $name"
		tail -n 25 "$logs/$name.log" | sed 's/^/# /'
	fi
done
echo "1..$n"
exit $bad
