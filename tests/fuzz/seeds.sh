#!/bin/sh
# What a fuzz target starts from: tests/fuzz/seeds.sh WORD DIRECTORY.  The
# project's samples where there are some, else what is made here.
set -eu
word=$1 to=$2
example=config/example
mkdir -p "$to"
case $word in
archive)
	/usr/bin/python3 tests/unit/make_archives.py "$to"
	find "$to" -size +24k -delete
	;;
config)		# the first byte chooses the kind; 0x1e goes on to the next
	for f in "$example"/partners/*.conf; do
		{ printf '\0'; cat "$f"; } >"$to/$(basename "$f")"
	done
	{ printf '\0'; cat "$example/partners/acme.conf"; printf '\036'
	cat "$example/ordermill.conf"; printf '\036'
	cat "$example/calendars/nl.conf"; } >"$to/whole"
	;;
master)		# in the order of the kinds
	for f in catalog prices items units customers locations; do
		cat "$example/master/$f.csv"
		printf '\036'
	done >"$to/whole"
	;;
record)		# a file, and which of its records' bytes is changed how
	for f in samples/x12/good_* samples/ubl/good_* samples/csv/good_*; do
		case $f in *.expect) continue ;; esac
		{ printf '\001\0\0\0'; cat "$f"; } >"$to/$(basename "$f")"
	done
	find "$to" -size +8k -delete
	;;
guide)		# a guide; what follows 0x1e is a partner's
	for f in parsers/guides/*.guide; do
		{ grep -v '^#' "$f" | grep -v '^include'; printf '\036tighten 850
require CUR "why"
forbid SAC
most N9 1
element BEG 02 codes SA ST
element REF 02 most 20
element PO1/PID 05 require
'; } >"$to/$(basename "$f")"
	done
	find "$to" -size +16k -delete
	;;
rrule)
	i=0
	for r in 'FREQ=MONTHLY;INTERVAL=2' 'FREQ=WEEKLY;BYDAY=MO,TH' \
	    'FREQ=MONTHLY;BYMONTHDAY=-1;SKIP=FORWARD;RSCALE=GREGORIAN' \
	    'FREQ=YEARLY;BYMONTH=2;BYDAY=2FR;COUNT=9' \
	    'FREQ=DAILY;INTERVAL=10;UNTIL=20301231'; do
		i=$((i + 1))
		printf '\013\262\001%s' "$r" >"$to/rule$i"
	done
	;;
sftp_wire)
	printf '\145\0\0\0\1\0\0\0\2\0\0\0\7no such\0\0\0\0' >"$to/status"
	printf '\150\0\0\0\1\0\0\0\1\0\0\0\1a\0\0\0\1a\0\0\0\0' >"$to/name"
	printf '\146\0\0\0\1\0\0\0\4hand' >"$to/handle"
	printf '\147\0\0\0\1\0\0\0\3abc' >"$to/data"
	printf '\2\0\0\0\3' >"$to/version"
	;;
frame)
	printf '\4\0\0\0\1abc\1\0\0\0\0' >"$to/two"
	;;
numbers)
	printf '12.340\n-0.005' >"$to/decimals"
	printf '2026-11-21T02:00:00Z\n3' >"$to/instant"
	printf '20261121\n*2[0-6]*' >"$to/day"
	;;
redact)		# messages of several parts, other encodings
	for f in samples/cxml/*mime* samples/cxml/*utf* samples/cxml/*card*; do
		case $f in *.expect) continue ;; esac
		cp "$f" "$to/$(basename "$f")"
	done
	printf '%s\n' --b 'Content-Transfer-Encoding: quoted-printable' '' \
	    "<PCard number=3D'=34=31=" "1'/><SharedSecret>4</SharedSecret>" \
	    --b 'Content-Transfer-Encoding: base64' '' \
	    PFBDYXJkIG51bWJlcj0nNDEnLz4= --b-- >"$to/two"
	printf '\114\157\247\224\223' >"$to/ebcdic"
	;;
x12)		# folders have samples of the same name
	for f in samples/x12*/*.edi; do
		cp "$f" "$to/$(basename "$(dirname "$f")")_$(basename "$f")"
	done
	find "$to" -size +64k -delete
	;;
*)
	for d in "samples/$word" "samples/${word}"_*; do # ubl, ubl_change …
		[ -d "$d" ] || continue
		find "$d" -type f ! -name '*.expect' ! -name '*.txt' \
		    ! -name README.md -size -16k -exec cp {} "$to" \;
	done
	;;
esac
