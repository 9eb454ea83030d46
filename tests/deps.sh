#!/bin/sh
# Installs the Debian packages that are missing: "build" what compiling needs,
# "all" what the tests and the demo need too.  Nothing is installed when all
# are there, and no service is left running by an install.
set -eu
build="gcc make pkg-config libc6-dev libxml2-dev libarchive-dev libssh2-1-dev
libsqlite3-dev libconfig-dev libssl-dev libcurl4-openssl-dev libutf8proc-dev"
tests="clang libclang-rt-14-dev libcmocka-dev libical-dev openssh-server
openssh-client libxml2-utils sqlite3 zip unzip zstd python3-minimal python3
python3-dateutil gcovr clang-tidy clang-format patch openssl hledger"
case ${1:-all} in
build) want=$build ;;
all) want="$build $tests" ;;
*) echo "usage: tests/deps.sh build|all" >&2; exit 64 ;;
esac
missing=
for p in $want; do
	dpkg-query -W -f '${db:Status-Status}' "$p" 2>/dev/null |
	    grep -qx installed || missing="$missing $p"
done
[ -n "$missing" ] || exit 0
echo "installing:$missing" >&2
sudo=
if [ "$(id -u)" != 0 ]; then
	sudo=$(command -v sudo) || {
		echo "error: these Debian packages are missing:$missing" >&2
		echo "help: as root: apt-get install$missing" >&2
		exit 77
	}
fi
# A package may want to start its service; this machine only needs its files.
policy=/usr/sbin/policy-rc.d
had=no
[ -e $policy ] && had=yes
if [ $had = no ]; then
	printf '#!/bin/sh\nexit 101\n' | $sudo tee $policy >/dev/null
	$sudo chmod 755 $policy
	trap '$sudo rm -f $policy' EXIT INT TERM
fi
export DEBIAN_FRONTEND=noninteractive
$sudo apt-get update -qq >&2
# shellcheck disable=SC2086
$sudo apt-get install -y -qq --no-install-recommends $missing >&2
case $missing in
*openssh-server*)
	# Nor may it start at the next boot: nobody asked for a login server.
	if [ -d /run/systemd/system ]; then
		$sudo systemctl disable --quiet ssh.service || true
	fi ;;
esac
