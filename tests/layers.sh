#!/bin/sh
# Who may include whom (ARCHITECTURE.md): prints TAP, one line a folder.
n=0 bad=0
check() { # folder, allowed folders
	n=$((n + 1))
	faults=$(grep -n -E '^#include "' "$1"/*.c "$1"/*.h 2>/dev/null |
	    awk -F'"' -v allowed=" $1 $2 " '{
		split($2, part, "/")
		if (index(allowed, " " part[1] " ") == 0) print $1 $2 }')
	if [ -z "$faults" ]; then
		echo "ok $n - $1 includes only: ${2:-nothing else}"
	else
		bad=1
		echo "not ok $n - $1 includes what it may not"
		echo "$faults" | sed 's/^/# /'
	fi
}
check base ''
check domain 'base'
check parsers 'domain base'
check writers 'domain base'
check store 'domain base'
check transport 'base'
check config 'domain base'
check pipeline 'base domain parsers writers store transport config'
check cli 'base domain parsers writers store transport config pipeline'
echo "1..$n"
exit $bad
