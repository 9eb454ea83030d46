#!/bin/sh
# Runs test programs that print TAP and adds up: tests/run.sh LOGS COMMAND...
# A command is a unit test binary, or a script (.py, .sh) with its arguments in
# one word, "tests/e2e/cli.py build/asan".  JOBS of them (2) run at a time: each
# keeps to a directory of its own and to free ports of loopback.
# Ends with "N passed, N failed, N skipped"; exit 1 when anything failed, or a
# program ended badly, printed no test at all, or fewer than it planned.
set -u
log=$1
shift

# One command: its line and what failed on stdout, its sums in NAME.sums.
run() {
	t=$1
	shift
	name=$(basename "$t")
	out=$log/$name.log
	start=$(date +%s)
	case $t in
	*.py) /usr/bin/python3 "$t" "$@" >"$out" 2>&1 </dev/null ;;
	*.sh) sh "$t" "$@" >"$out" 2>&1 </dev/null ;;
	*) "$t" "$@" >"$out" 2>&1 </dev/null ;;
	esac
	status=$?
	p=$(grep -c -E '^ok [0-9]+' "$out")
	# cmocka writes a skipped test as "not ok 3 # SKIP name".
	s=$(grep -c -E '^(not )?ok [0-9]+.*# *[Ss][Kk][Ii][Pp]' "$out")
	f=$(grep -E '^not ok [0-9]+' "$out" | grep -c -v -i '# *skip')
	p=$((p + $(grep -c -i -E '^not ok [0-9]+ # *skip' "$out")))
	plan=$(grep -E '^1\.\.[0-9]+' "$out" | tail -n 1 | cut -c4- |
	    cut -d' ' -f1)
	note=
	if [ $((p + f)) -eq 0 ]; then
		f=1 note=' (no test ran)'
	elif [ $status -ne 0 ] && [ "$f" -eq 0 ]; then
		f=1 note=" (exit $status)"
	elif [ -n "$plan" ] && [ "$plan" -ne $((p + f)) ]; then
		f=$((f + 1)) note=" (planned $plan, ran $((p + f)))"
	fi
	echo "$((p - s)) $f $s" >"$log/$name.sums"
	printf '%-34s %4d passed %3d failed %3d skipped %4d s%s\n' "$name" \
	    $((p - s)) "$f" "$s" $(($(date +%s) - start)) "$note"
	if [ "$f" -ne 0 ]; then
		grep -E -A 12 '^not ok' "$out" | grep -v -i '# *skip' | head -n 40 | sed 's/^/    /'
		[ -n "$note" ] && tail -n 15 "$out" | sed 's/^/    /'
	fi
}

if [ "${RUN_ONE:-}" = yes ]; then
	# shellcheck disable=SC2086
	said=$(run $1)
	echo "$said" # in one piece: others write here too
	exit 0
fi
mkdir -p "$log"
rm -f "$log"/*.sums
printf '%s\n' "$@" |
    RUN_ONE=yes xargs -d '\n' -n 1 -P "${JOBS:-2}" sh "$0" "$log"
passed=0 failed=0 skipped=0
for command in "$@"; do
	read -r p f s <"$log/$(basename "${command%% *}").sums" ||
	    p=0 f=1 s=0 # it was not run to its end
	passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
done
echo "$passed passed, $failed failed, $skipped skipped"
[ $failed -eq 0 ]
