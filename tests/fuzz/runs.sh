#!/bin/sh
# Fuzz targets for a number of executions: tests/fuzz/runs.sh BUILD RUNS
# [NAME...], all without a name.  A BUILD that ends in fuzzfast takes shorter
# inputs and keeps no stacks of allocations: what it finds is run again with
# the other one.  LOGS= is where corpora and logs are kept.
set -u
build=$1 runs=$2 bad=0
shift 2
logs=${LOGS:-build/test-logs/fuzz}
kind=$(basename "$build")
mkdir -p "$logs"
[ $# -gt 0 ] || set -- tests/fuzz/fuzz_*.c
often=
if [ "$kind" = fuzzfast ]; then
	ASAN_OPTIONS=malloc_context_size=0:quarantine_size_mb=4
	export ASAN_OPTIONS
	# the quick ones, more often; nobody else adds to the corpus
	often="-entropic_scale_per_exec_time=1 -reload=0"
fi
for word; do
	options=$often
	word=${word#tests/fuzz/fuzz_} word=${word%.c}
	case $kind:$word in
	fuzzfast:archive|fuzzfast:config|fuzzfast:guide)
		options="$often -max_len=8192" ;;
	fuzzfast:edifact|fuzzfast:x12) options="$often -max_len=768" ;;
	fuzzfast:*) options="$often -max_len=4096" ;;
	esac
	corpus=$logs/corpus-$word seeds=$logs/seeds-$word
	log=$logs/$kind-$word.log
	mkdir -p "$corpus"
	tests/fuzz/seeds.sh "$word" "$seeds"
	[ -f "tests/fuzz/$word.dict" ] &&
	    options="$options -dict=tests/fuzz/$word.dict"
	# shellcheck disable=SC2086
	"$build/fuzz_$word" -runs="$runs" -timeout=10 -rss_limit_mb=2048 \
	    -print_final_stats=1 -artifact_prefix="$logs/$word-" $options \
	    "$corpus" "$seeds" >"$log" 2>&1
	case $? in
	0) sed -n "s/^Done/$word:/p" "$log" ;;
	72) bad=1 # so libFuzzer ends when it is interrupted
		echo "$word: interrupted, see $log" ;;
	*) bad=1
		echo "$word: FOUND something, see $log" ;;
	esac
done
exit $bad
