#!/bin/sh
# `make install` puts everything where a package would (TAP).
# tests/e2e/install.sh BUILD: BUILD/ordermill must have been built.
set -u
build=$1
to=$(mktemp -d "$build/install-XXXXXX") || exit 70
n=0
say() { # status, text
	n=$((n + 1))
	if [ "$1" -eq 0 ]; then echo "ok $n - $2"; else echo "not ok $n - $2"; fi
}
make -s install B="$build" DESTDIR="$PWD/$to" PREFIX=/usr >"$to/log" 2>&1
say $? "make install ends well"
out=$("$to/usr/bin/ordermill" version 2>&1)
say $? "the installed program runs: $(echo "$out" | head -n 1)"
missing=
for f in share/man/man1/ordermill.1 share/doc/ordermill/README.md \
    share/doc/ordermill/LICENSE share/doc/ordermill/docs/operating.md \
    lib/systemd/system/ordermill@.service \
    lib/systemd/system/ordermill@.timer \
    lib/systemd/system/ordermill-hourly@.service \
    lib/systemd/system/ordermill-hourly@.timer; do
	[ -s "$to/usr/$f" ] || missing="$missing $f"
done
[ -z "$missing" ]
say $? "manual, documents and four units are there$missing"
! grep -q -r '@PREFIX@' "$to/usr/lib/systemd" &&
    grep -q '^ExecStart=/usr/bin/ordermill run$' \
    "$to/usr/lib/systemd/system/ordermill@.service"
say $? "the units name the installed program"
echo "1..$n"
rm -rf "$to"
