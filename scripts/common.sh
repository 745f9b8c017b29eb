# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# What the shell scripts share: where things are, one clear sentence when
# something is missing, progress of long steps, and locks.
#
# Everything that is fetched or built once lives in the cache, outside the
# tree, so that several clones share it. A step there works in a temporary
# place and renames, or is incremental; what has its final name is complete.

set -euo pipefail
export LC_ALL=C

: "${HOME:=/root}"
DEED_CACHE=${DEED_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/deed}
TOP=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# build/linux/NAME points to what setup prepared: source, stock, release, debug
LINUX=$TOP/build/linux

# compiler KERNEL: what compiles it and its modules; arm64 is cross-compiled.
compiler() { [ "$1" = arm64 ] && echo aarch64-linux-gnu-gcc-12 || echo gcc; }

# cross KERNEL: what make is told besides when it builds for another machine.
cross() {
	[ "$1" != arm64 ] ||
		echo "ARCH=arm64 CROSS_COMPILE=aarch64-linux-gnu- CC=$(compiler "$1")"
}

say() { printf '%s\n' "$*" >&2; }
die() { say "deed: $*"; exit 1; }

# locked NAME: from here to the end of this process nobody else does NAME.
locked() {
	mkdir -p "$DEED_CACHE" || die "cannot write to $DEED_CACHE: set" \
		"DEED_CACHE to a folder that you may write to"
	exec 9>"$DEED_CACHE/$1.lock"
	flock -n 9 && return
	say "waiting for another call that does the same step ($1)"
	flock 9
}

# newest FOLDER: the complete entry of a cache folder with the highest version.
newest() {
	find "$1" -mindepth 1 -maxdepth 1 ! -name '.*' 2>/dev/null |
		sort -V | tail -n 1
}

# point NAME TARGET: let build/linux/NAME say where a kernel is.
point() {
	mkdir -p "$LINUX"
	[ "$(readlink "$LINUX/$1" || true)" = "$2" ] && return
	ln -sfn "$2" "$LINUX/$1"
}

# need_disk MEGABYTES: they must be free where the cache is.
need_disk() {
	local free

	mkdir -p "$DEED_CACHE"
	free=$(df -Pm "$DEED_CACHE" | awk 'NR == 2 { print $4 }')
	[ "$free" -ge "$1" ] || die "$1 MB are needed in $DEED_CACHE and $free" \
		"are free: make room, or set DEED_CACHE to a folder on a larger disk"
}

# What a progress line looks like: on a terminal it stays in place.
show_progress() {
	if [ -t 2 ]; then
		printf '\r%s: %s\033[K' "$1" "$2" >&2
	else
		say "$1: $2"
	fi
}

# report LABEL MEASURE: until killed, show what the command MEASURE prints.
report() {
	local pause=10 parent=$$ last='' now

	[ -t 2 ] && pause=1
	while sleep "$pause" && kill -0 "$parent" 2>/dev/null; do
		now=$(eval "$2" 2>/dev/null) || continue
		[ "$now" = "$last" ] || show_progress "$1" "$now"
		last=$now
	done
}

# watched LABEL LOG MEASURE COMMAND...: run COMMAND with its output in LOG,
# showing progress meanwhile and the end of LOG when it fails.
watched() {
	local label=$1 log=$2 measure=$3 reporter rc=0
	shift 3

	mkdir -p "$(dirname "$log")"
	say "$label"
	report "$label" "$measure" 9>&- &
	reporter=$!
	"$@" >"$log" 2>&1 </dev/null || rc=$?
	kill "$reporter" 2>/dev/null || true
	wait "$reporter" 2>/dev/null || true
	[ -t 2 ] && printf '\r\033[K' >&2
	[ "$rc" -eq 0 ] && return
	say "$label: failed, last lines of $log:"
	tail -n 20 "$log" | sed 's/^/  | /' >&2
	return "$rc"
}

# missing_packages PACKAGE...: print those that are not installed.
missing_packages() {
	local p

	for p in "$@"; do
		dpkg-query -W -f '${db:Status-Status}\n' "$p" 2>/dev/null |
			grep -qx installed || printf '%s ' "$p"
	done
}

# Package lists age; refresh them once a call, and only on the way to apt.
refresh_lists() {
	[ -n "${DEED_LISTS_FRESH:-}" ] && return
	export DEED_LISTS_FRESH=1
	[ "$(id -u)" -eq 0 ] || return 0
	# A broken third-party source is not our business: what we need
	# either is there afterwards or gives its own message.
	watched "apt-get update" "$DEED_CACHE/log/apt-update" 'echo working' \
		apt-get -q update || true
}

candidate() {
	apt-cache policy "$1" | awk '$1 == "Candidate:" && $2 != "(none)" { print $2 }'
}

# need_candidate PACKAGE: print the version that apt would take.
need_candidate() {
	local version

	version=$(candidate "$1")
	[ -n "$version" ] || die "apt knows no package $1: add 'deb" \
		"http://security.debian.org/debian-security bookworm-security main'" \
		"to /etc/apt/sources.list, run apt-get update as root, and call again"
	printf '%s\n' "$version"
}

# download FOLDER PACKAGE...: fetch .deb files without installing them.
download() {
	local folder=$1 size
	shift

	mkdir -p "$folder"
	size=$(apt-cache show --no-all-versions "$@" |
		awk '$1 == "Size:" { s += $2 } END { print int(s / 1000000) }')
	(cd "$folder" && watched "download $* ($size MB)" "$DEED_CACHE/log/download" \
		"du -sm '$folder' | awk -v s=$size '{ print \$1 \" of about \" s \" MB\" }'" \
		apt-get -q -o APT::Sandbox::User=root download "$@") ||
		die "the download failed: connect this machine to the network" \
			"(or repair its apt sources) and call again"
}
