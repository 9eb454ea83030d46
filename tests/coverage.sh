#!/bin/sh
# Line coverage of base, domain, parsers and store by the unit tests, at least
# 90 % in each (TAP).
set -u
cd "$(dirname "$0")/.." || exit 70
make -s -j2 VARIANT=cov units >/dev/null || exit 70
find build/cov -name '*.gcda' -delete
for t in build/cov/tests/test_*; do
	case $t in *.d) continue ;; esac
	"$t" >/dev/null 2>&1
done
n=0
for f in base domain parsers store; do
	n=$((n + 1))
	covered=$(gcovr --root . --object-directory build/cov --filter "$f/" \
	    --exclude-throw-branches --print-summary 2>/dev/null |
	    sed -n 's/^lines: \([0-9.]*\)%.*/\1/p')
	if [ -n "$covered" ] && [ "${covered%.*}" -ge 90 ]; then
		echo "ok $n - $f: $covered % of the lines"
	else
		echo "not ok $n - $f: ${covered:-no} % of the lines"
	fi
done
echo "1..$n"
