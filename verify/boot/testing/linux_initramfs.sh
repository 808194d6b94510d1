#!/bin/sh
# Makes an initramfs of one static busybox whose init says what the scenarios linux-*.json wait for, and
# powers off. Usage: linux_initramfs.sh BUSYBOX OUTPUT
set -eu
busybox=$1
output=$2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir -p "$folder/bin" "$folder/proc" "$folder/dev"
cp "$busybox" "$folder/bin/busybox"
cat >"$folder/init" <<'INIT'
#!/bin/busybox sh
/bin/busybox mount -t proc proc /proc
/bin/busybox mount -t devtmpfs dev /dev
exec >/dev/console 2>&1
echo "kernel $(/bin/busybox uname -r)"
for word in $(/bin/busybox cat /proc/cmdline); do
  case $word in nonce=*) echo "SUCCESS ${word#nonce=}" ;; esac
done
/bin/busybox poweroff -f
INIT
chmod 755 "$folder/init" "$folder/bin/busybox"
(cd "$folder" && find . | LC_ALL=C sort | cpio --quiet -o -H newc) >"$output"
