#!/bin/sh
# Fetches kernels that are not ours, for the tests: of each architecture the distribution's own Linux
# and a static busybox, taken out of their packages. Nothing is installed, no foreign architecture is
# added and root is not needed: apt gets lists and a cache of its own below OUTPUT.
# What can't be had leaves a file `unavailable` with the reason, which the test prints when it is
# skipped; it is tried again a day later. Usage: fetch_linux.sh OUTPUT
set -u
output=$1

fetch() { # DEBIAN-ARCHITECTURE FOLDER -> the reason on stdout when it fails
  arch=$1
  folder=$2
  state=$output/apt-$arch
  rm -rf "$state"
  mkdir -p "$folder" "$state/state/lists/partial" "$state/cache/archives/partial" "$state/packages" || return 1
  : >"$state/status"
  cat >"$state/apt.conf" <<CONF
APT::Architecture "$arch";
APT::Architectures { "$arch"; };
APT::Sandbox::User "";
Dir::State "$state/state";
Dir::State::status "$state/status";
Dir::Cache "$state/cache";
Acquire::Languages "none";
Acquire::http::Timeout "20";
Acquire::https::Timeout "20";
CONF
  export APT_CONFIG="$state/apt.conf"
  apt-get -qq update >"$state/log" 2>&1 # some source may have nothing for this architecture
  kernel=
  for meta in "linux-image-cloud-$arch" linux-image-virtual; do
    kernel=$(apt-cache depends --important "$meta" 2>/dev/null |
      sed -n 's/^ *Depends: \(linux-image-[0-9][^ ]*\)$/\1/p' | head -n 1)
    [ -z "$kernel" ] || break
  done
  [ -n "$kernel" ] || { echo "no apt source has a Linux for $arch"; return 1; }
  (cd "$state/packages" && apt-get -qq download "$kernel" busybox-static) >>"$state/log" 2>&1 ||
    { echo "can't download $kernel and busybox-static for $arch"; return 1; }
  for package in "$state"/packages/*.deb; do
    dpkg-deb -x "$package" "$state/files" || { echo "can't unpack $package"; return 1; }
  done
  cp "$state"/files/boot/vmlinuz-* "$folder/vmlinuz" 2>/dev/null || { echo "$kernel holds no vmlinuz"; return 1; }
  for busybox in "$state"/files/bin/busybox "$state"/files/usr/bin/busybox; do
    [ ! -f "$busybox" ] || cp "$busybox" "$folder/busybox"
  done
  [ -f "$folder/busybox" ] || { echo "busybox-static holds no busybox"; return 1; }
}

for pair in amd64:x86_64 arm64:aarch64; do
  folder=$output/${pair#*:}
  if [ -f "$folder/vmlinuz" ] && [ -f "$folder/busybox" ]; then continue; fi
  if [ -n "$(find "$folder/unavailable" -mmin -1440 2>/dev/null)" ]; then continue; fi
  echo "fetching a Linux for ${pair#*:}" >&2
  if ! command -v apt-get >/dev/null || ! command -v dpkg-deb >/dev/null; then
    reason="there is no apt here"
  elif reason=$(fetch "${pair%:*}" "$folder"); then
    rm -rf "$output/apt-${pair%:*}" "$folder/unavailable"
    continue
  fi
  rm -f "$folder/vmlinuz" "$folder/busybox"
  mkdir -p "$folder" && echo "${reason:-it could not be fetched}" >"$folder/unavailable"
  echo "no Linux for ${pair#*:}: $(cat "$folder/unavailable")" >&2
done
exit 0
