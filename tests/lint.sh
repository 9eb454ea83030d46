#!/bin/sh
# Static checks: clang-format (.clang-format), clang-tidy (.clang-tidy), gcc's
# analyzer, banned calls, floating point, long functions, long headers.  Prints what it finds; exit 1 if anything.
set -u
cd "$(dirname "$0")/.." || exit 70
bad=0
folders="base domain parsers writers store transport config pipeline cli"
flags="-std=c17 -D_GNU_SOURCE -I. -Ibuild/gen $(pkg-config --cflags libxml-2.0 |
    sed 's/-I/-isystem /g')"
say() { # title, text
	[ -n "$2" ] || return 0
	printf '%s\n%s\n' "$1" "$2"
	bad=1
}
files=$(for f in $folders; do ls "$f"/*.c; done)

say 'Banned calls:' "$(grep -n -E \
    '[^a-z_](strcpy|strcat|sprintf|vsprintf|gets|strtok|atoi|atof|atol|system|popen|mktemp|tmpnam)\(' \
    $files)"
say 'Floating point:' "$(grep -n -E '(^|[^a-z_"])(float|double|strtod|atof)[^a-z_"]' \
    $files | grep -v -E ':[[:space:]]*(\*|/\*)' | grep -v '"')"
say 'Functions over 80 lines:' "$(for f in $files; do
	awk -v f="$f" '/^\{/{s=NR} /^\}/{if(s&&NR-s>80)print f":"s": "NR-s;s=0}' "$f"
done)"
say 'Headers over 140 lines:' "$(for f in $folders; do
	wc -l "$f"/*.h | awk '$2 != "total" && $1 > 140 {print $2": "$1}'
done)"
say 'Lines over 80 columns:' "$(for f in $files; do
	expand -t 8 "$f" | LC_ALL=C tr -d '\200-\277' |
	    awk -v f="$f" 'length($0) > 80 {print f":"NR}'
done | head -n 20)"
if command -v clang-format >/dev/null; then
	say 'clang-format:' "$(git ls-files '*.c' '*.h' |
	    xargs clang-format --dry-run -Werror 2>&1 |
	    grep -E 'error:' | sed 's/: error.*//' | head -n 20)"
else
	echo 'clang-format is not installed: left out'
fi
# shellcheck disable=SC2086
if command -v clang-tidy >/dev/null; then
	say 'clang-tidy:' "$(printf '%s\n' $files | xargs -P 2 -n 8 sh -c \
	    'clang-tidy --quiet "$@" -- '"$flags"' 2>/dev/null' sh |
	    grep -E 'error:|warning:')"
else
	echo 'clang-tidy is not installed: left out'
fi
# Leaks are the sanitizers' business; of unset values gcc 12 takes arrays that a
# loop fills for unset ones.
# shellcheck disable=SC2086
say "gcc's analyzer:" "$(printf '%s\n' $files | xargs -P 2 -n 1 gcc $flags \
    -O1 -fanalyzer -Wno-analyzer-fd-leak -Wno-analyzer-malloc-leak \
    -Wno-analyzer-use-of-uninitialized-value -c -o /dev/null 2>&1 |
    grep -E 'warning:')"
[ $bad -eq 0 ] && echo 'lint: clean'
exit $bad
